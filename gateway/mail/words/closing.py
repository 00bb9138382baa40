"""Closing formulas that begin a signature."""

from typing import Final

# Whole lines, lower case, without punctuation at the end. Not here: mere thanks, which is said to the reader.
VALEDICTIONS: Final = frozenset(
    phrase.strip()
    for row in """
        regards|best regards|kind regards|warm regards|warmest regards|kindest regards|with regards
        with kind regards|with best regards|many regards|regards from|thanks and regards|thanks & regards
        thanks and best regards|thanks & best regards|thank you and regards|thank you and best regards
        thank you and kind regards|best|all the best|best wishes|with best wishes|sincerely|yours sincerely
        sincerely yours|yours faithfully|yours truly|very truly yours|respectfully|yours|cheers|br|kr|rgds|brgds
        brgs|cordially|warmly|take care|with thanks and regards|kindly|mit freundlichen grüßen
        mit freundlichen grüssen|mit freundlichen gruessen|mit freundlichem gruß|mit freundlichem gruss
        mit freundlichem grusse|freundliche grüße|freundliche grüsse|viele grüße|viele grüsse|viele gruesse
        liebe grüße|liebe grüsse|liebe gruesse|beste grüße|beste grüsse|herzliche grüße|herzliche grüsse
        schöne grüße|gruß|gruss|grüße|grüsse|grüsse aus|mfg|vg|lg|hochachtungsvoll|mit besten grüßen
        mit besten grüssen|mit lieben grüßen|mit herzlichen grüßen|freundliche gruesse|besten gruß|lieben gruß
        schönen gruß|vielen dank und viele grüße|danke und gruß|danke und viele grüße|cordialement|bien cordialement
        très cordialement|bien à vous|salutations|meilleures salutations|sincères salutations
        salutations distinguées|cordiales salutations|amicalement|bien amicalement|bonne journée|bonne réception|cdt
        cdlt|bien sincèrement|respectueusement|saludos|un saludo|saludos cordiales|cordiales saludos|atentamente
        un cordial saludo|cordialmente|atte|muy atentamente|reciba un cordial saludo|un abrazo|saludos y gracias
        gracias y saludos|le saluda atentamente|muchos saludos|atenciosamente|cumprimentos
        com os melhores cumprimentos|melhores cumprimentos|abraços|abraço|um abraço|att|grato|grata|saudações
        cordiais saudações|com cumprimentos|obrigado e cumprimentos|cordiali saluti|distinti saluti|saluti|un saluto
        un cordiale saluto|i migliori saluti|saluti cordiali|con i migliori saluti|porgo cordiali saluti
        met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|groeten|groet|mvg
        hartelijke groet|hartelijke groeten|met hartelijke groet|met groet|gr|hoogachtend|bedankt en groet
        pozdrawiam|z poważaniem|z powazaniem|serdecznie pozdrawiam|pozdrowienia|z wyrazami szacunku
        łączę pozdrowienia|pozdrawiam serdecznie|z pozdrowieniami|med vänlig hälsning|med vänliga hälsningar
        vänliga hälsningar|vänlig hälsning|hälsningar|hälsning|mvh|bästa hälsningar|vh|med vänlig hälsningar
        varma hälsningar|med venlig hilsen|venlig hilsen|med venlige hilsner|venlige hilsner|hilsen
        de bedste hilsner|bedste hilsner|kh|mange hilsner|kærlig hilsen|bedste hilsen|mvh.|hilsner|dbh|med hilsen
        med vennlig hilsen|vennlig hilsen|beste hilsen|med beste hilsen|hilsen fra|vennlige hilsener
        ystävällisin terveisin|terveisin|parhain terveisin|t|yst|yst terv|terv|terveiset|kunnioittavasti|terkuin
        ystävällisesti|s pozdravem|s přátelským pozdravem|pozdravem|zdravím|s úctou|hezký den|přeji hezký den
        s pozdravom|s priateľským pozdravom|saygılarımla|saygılarımızla|iyi çalışmalar|selamlar|en iyi dileklerimle
        sevgiler|kolay gelsin|с уважением|с наилучшими пожеланиями|с приветом|искренне ваш|всего доброго
        всего наилучшего|с благодарностью|з повагою|з найкращими побажаннями|щиро ваш|щиро|з найкращими|此致|敬礼
        祝好|顺颂商祺|顺祝商祺|此致敬礼|谢谢，祝好|敬具|よろしくお願いいたします|よろしくお願いします
        以上、よろしくお願いいたします|以上、よろしくお願いします|以上|草々|감사합니다|감사드립니다|드림|올림
        üdvözlettel|tisztelettel|üdv|üdvözlet|szívélyes üdvözlettel|köszönettel|cu stimă|cu respect|toate cele bune
        cu salutări|salutări|numai bine|με εκτίμηση|φιλικά|με φιλικούς χαιρετισμούς|χαιρετισμούς
        ευχαριστώ και χαιρετισμούς|בברכה|בכבוד רב|תודה ובברכה|trân trọng|trân trọng kính chào|thân ái|kính thư
        lijep pozdrav|srdačan pozdrav|s poštovanjem|pozdrav|lugupidamisega|tervitades|heade soovidega|lep pozdrav
        atentament|salutacions|hormat saya|с поздрави|поздрави|pagarbiai|ar cieņu
    """.strip().splitlines()
    for phrase in row.split("|")
)
