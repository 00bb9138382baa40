"""Words that begin a signature: closing formulas, notes of the sending device, disclaimers."""

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

# Beginnings of "Sent from my phone" (lower case).
SENT_FROM: Final = (
    "sent from",
    "sent via",
    "sent with",
    "sent using",
    "sent by my",
    "sent through",
    "sent on the",
    "sent on my",
    "sent wirelessly",
    "sent mobile",
    "mobile sent",
    "typed on",
    "typed from",
    "written on my",
    "composed on",
    "get outlook",
    "download outlook",
    "gesendet von",
    "gesendet mit",
    "gesendet vom",
    "gesendet über",
    "gesendet aus",
    "geschickt von",
    "diese nachricht wurde von",
    "versendet mit",
    "verschickt mit",
    "envoyé de",
    "envoyé depuis",
    "envoyé à partir",
    "envoyé avec",
    "envoyé via",
    "enviado desde",
    "enviado con",
    "enviado do",
    "enviado da",
    "enviado de",
    "enviado a partir",
    "enviado pelo",
    "enviado através",
    "enviado via",
    "enviat des",
    "inviato da",
    "inviato dal",
    "inviato con",
    "inviato tramite",
    "verstuurd vanaf",
    "verstuurd van",
    "verstuurd met",
    "verzonden vanaf",
    "verzonden van",
    "verzonden met",
    "verzonden via",
    "wysłane z",
    "wysłano z",
    "wysłano ze",
    "wysłane przy",
    "skickat från",
    "skickat med",
    "sendt fra",
    "sendt med",
    "sendt via",
    "odesláno z",
    "odesláno ze",
    "odoslané z",
    "odoslané zo",
    "отправлено с",
    "отправлено из",
    "отправлено от",
    "надіслано з",
    "надіслано від",
    "відправлено з",
    "发自我的",
    "发自",
    "來自我的",
    "傳送自",
    "trimis de pe",
    "trimis din",
    "στάλθηκε από",
    "εστάλη από",
    "נשלח מ",
    "được gửi từ",
    "đã gửi từ",
    "gửi từ",
    "poslano s",
    "poslano z",
    "poslano sa",
    "saadetud",
    "dikirim dari",
    "ส่งจาก",
    "أرسلت من",
    "изпратено от",
)

# The same without a device named: short lines only.
SENT_FROM_ANYWHERE: Final = (
    "sent from my",
    "sent from a",
    "sent from the",
    "sent via",
    "sent using",
    "enviado desde mi",
    "envoyé de mon",
    "envoyé depuis mon",
    "gesendet von meinem",
    "inviato dal mio",
    "verzonden vanaf mijn",
    "verstuurd vanaf mijn",
    "skickat från min",
    "sendt fra min",
    "wysłane z mojego",
    "enviado do meu",
)

# Beginnings that count only with a device and a verb at the end, or with a device alone on a short line.
SENT_FROM_BEFORE_VERB: Final = (
    "von meinem",
    "von meiner",
    "von unterwegs",
    "나의 ",
    "내 ",
    "從我的",
    "从我的",
    "az ",
    "lähetetty ",
)

# Endings of the same where the verb stands last.
SENT_FROM_END: Final = (
    "gesendet",
    "gesendet.",
    "geschickt",
    "gönderildi",
    "gönderilmiştir",
    "gönderildi.",
    "から送信",
    "から送信されました",
    "より送信",
    "에서 보냄",
    "에서 보냄.",
    "에서 발송",
    "küldve",
    "傳送",
    "发送",
    "發送",
)

# Devices and programs that send: without one of these "sent from my desk, ..." stays a sentence.
DEVICES: Final = (
    "iphon",
    "ipad",
    "ipod",
    "ios",
    "android",
    "blackberry",
    "samsung",
    "galaxy",
    "huawei",
    "xiaomi",
    "nokia",
    "htc",
    "motorola",
    "pixel",
    "oneplus",
    "sony",
    "windows phone",
    "windows mail",
    "for windows",
    "smartphone",
    "phone",
    "handy",
    "mobile",
    "mobil",
    "móvil",
    "celular",
    "portable",
    "telefon",
    "téléphone",
    "telefoon",
    "telefono",
    "teléfono",
    "puhelim",
    "手机",
    "手機",
    "スマートフォン",
    "携帯",
    "휴대",
    "телефон",
    "смартфон",
    "tablet",
    "handheld",
    "outlook",
    "mail",
    "webmail",
    "courrier",
    "correo",
    "e-mail app",
    "yahoo",
    "gmail",
    "proton",
    "thunderbird",
    "spark",
    "airmail",
    "mailbox",
    "mac",
    "watch",
    "tablet-pc",
    "surface",
    "device",
    "gerät",
    "appareil",
    "dispositivo",
    "apparaat",
    "verizon",
    "wireless",
    "app",
    "superhuman",
    "hotmail",
    "zoho",
    "aol",
    "fairphone",
    "lumia",
    "oppo",
    "realme",
    "redmi",
)

# Words of disclaimers: a paragraph at the end with a beginning or with several of the words is one.
DISCLAIMER_STARTS: Final = (
    "disclaimer",
    "confidentiality notice",
    "confidentiality note",
    "confidentiality:",
    "confidential:",
    "legal notice",
    "legal disclaimer",
    "privileged and confidential",
    "notice:",
    "important notice",
    "please consider the environment",
    "please think of the environment",
    "think before you print",
    "think green",
    "save a tree",
    "bitte denken sie an die umwelt",
    "bitte prüfen sie",
    "vertraulichkeitshinweis",
    "haftungsausschluss",
    "avis de confidentialité",
    "pensez à l'environnement",
    "pensez à l’environnement",
    "aviso legal",
    "aviso de confidencialidad",
    "aviso de confidencialidade",
    "antes de imprimir",
    "avviso di riservatezza",
    "informativa privacy",
    "denk aan het milieu",
    "vertrouwelijkheidsverklaring",
    "this email has been checked for viruses",
    "this email has been scanned",
    "this e-mail has been scanned",
    "this message has been scanned",
    "virus-free.",
    "virenfrei.",
    "diese e-mail wurde von avast",
    "l'absence de virus",
    "you received this message because you are subscribed",
    "you received this email because",
    "you are receiving this",
    "to unsubscribe",
    "unsubscribe from this",
    "message may contain confidential",
)

DISCLAIMER_STEMS: Final = (
    "confidential",
    "privileged",
    "intended recipient",
    "intended solely",
    "intended only",
    "intended for",
    "addressee",
    "received this in error",
    "in error",
    "unauthorized",
    "unauthorised",
    "prohibited",
    "disclos",
    "notify the sender",
    "delete",
    "vertraulich",
    "adressat",
    "empfänger",
    "irrtümlich",
    "vernichten",
    "unbefugt",
    "nicht gestattet",
    "confidentiel",
    "destinataire",
    "par erreur",
    "strictement interdit",
    "confidencial",
    "destinatari",
    "por error",
    "por engano",
    "prohibid",
    "proibid",
    "riservat",
    "per errore",
    "vietat",
    "vertrouwelijk",
    "geadresseerde",
    "abusievelijk",
    "ten onrechte",
    "niet toegestaan",
    "poufn",
    "adresat",
    "omyłkowo",
    "zabronion",
    "konfidentiell",
    "avsedd",
    "fortrolig",
    "luottamuksel",
    "důvěrn",
    "gizli",
    "конфиденциальн",
    "конфіденційн",
    "bizalmas",
    "confidențial",
    "εμπιστευτικ",
    "機密",
    "机密",
    "보안",
)

# First words of banners that gateways put on top of mail from outside.
BANNERS: Final = (
    "caution:",
    "[external",
    "external email",
    "external sender",
    "external mail",
    "***external",
    "*** external",
    "warning: this email originated",
    "warning: external",
    "this email originated from outside",
    "this message originated from outside",
    "this message was sent from outside",
    "you don't often get email from",
    "you don’t often get email from",
    "some people who received this message don't often get email",
    "sie erhalten nicht häufig e-mails von",
    "vous ne recevez pas souvent de courriers de",
    "no suele recibir correos",
    "je krijgt niet vaak e-mail van",
)
