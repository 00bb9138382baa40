"""Frequent words of each language, and letters that few languages have: data of the language detector.

Words that several languages share are listed under each of them; they then decide little.
"""

from typing import Final

STOP_WORDS: Final[dict[str, str]] = {
    "en": """
        the and is are was were be been have has had not you your we our i my me it its this that these those with
        for from of to in on at as by an can could would should will do does did please thanks thank hello hi there
        what when which who how why if but or so they them their he she his her about after before because any some
        more just also then than here now into out up all us no yes get got need want know see let regards dear
        works working worked fixed issue still cannot can't check find attached regarding every since starts started
        while during again only other same first last day days week month morning today tomorrow yesterday back over
        under old new very much many good time thing things people way never always maybe may might must shall am
        don't doesn't didn't i'm it's let's
    """,
    "de": """
        der die das und ist sind war waren nicht ich du er sie wir ihr mich mir uns ihnen ein eine einen einem einer
        mit für von zu zum zur auf im in an am bei nach aus über unter vor dass daß wenn aber oder auch noch nur
        schon sehr wie was wo wer warum kann können könnte würde werden wird wurde haben hat hatte habe bitte danke
        hallo guten tag liebe grüße mein meine dein ihre ihren sein seine keine kein nun jetzt hier dort dem den des
        es man mehr gibt vielen dank leider gerne funktioniert seit bereits hilft geht läuft klappt anmelden ihrer
        ihrem unser unsere unserer wäre soll sollte müssen muss diese dieser dieses diesem ob alle alles wieder beim
        vom etwas fehler anbei freundlichen jeden jedes jeder jedem jede immer startet gestern heute morgen montag
        woche passiert neue neuen neuer alte ganz gar weil damit dann denn doch etwa einmal ihm ins machen nichts
        sondern welche welcher wieso zwischen ging gut
    """,
    "fr": """
        le la les des du de un une et est sont était pas ne je tu il elle nous vous ils mon ma mes votre vos notre
        nos ce cette ces avec pour dans sur par que qui quoi quand comment pourquoi mais ou où si aussi plus très
        bien bonjour merci être avoir avez avons ai suis êtes fait faire peut pouvez pourriez voudrais aux au en se
        sa son ses leur leurs tout tous toute après avant depuis encore toujours déjà car donc cela ça salut
        cordialement beaucoup marche fonctionne problème arrive n'arrive quelle quel quelque chose peux veuillez
        bonne journée jour ci joint lorsque quelques chaque oui non jamais lundi semaine hier aujourd'hui demain
        rien sans sous avait même autre autres entre eux elles comme faut soit celui celle ceux dont vers chez peu
        trop assez moins nouveau nouvelle première
    """,
    "es": """
        el la los las un una unos y es son era no yo tú él ella nosotros ustedes usted mi mis su sus nuestro con
        para por de del al en que qué quién cómo cuándo dónde pero o si también más muy bien hola gracias ser estar
        está están estoy tengo tiene tenemos hay puede puedo pueden podría favor se lo le les me nos este esta estos
        esto eso cuando como porque desde hasta sobre entre ya ahora aquí buenos días buenas tardes saludos todo
        todos hacer funciona problema entrar quiero necesito necesitamos hemos han ha sido adjunto quisiera alguien
        tienen mucho muchas sin cuenta solo sólo donde siempre nunca lunes semana día hoy ayer mañana nada algo otro
        otra otros mismo misma menos antes después mientras durante contra según tal tan tanto uno dos cada vez
        veces quien cual cuyo ni sino aunque así hecho fue fueron sí
    """,
    "pt": """
        o a os as um uma e é são era não eu você ele ela nós vocês meu minha seu sua nosso nossa com para por de do
        da dos das no na nos nas em que quem como quando onde mas ou se também mais muito bem olá obrigado obrigada
        ser estar está estão estou tenho tem temos há pode posso podem poderia favor ao à isso isto este esta esse
        essa foi ainda já agora aqui porque desde até sobre entre bom dia boa tarde depois fazer pelo pela funciona
        problema consigo preciso gostaria sem conta estamos então ajudar segue anexo tudo nada foram dias sempre
        nunca sei porquê segunda semana hoje ontem amanhã algo outro outra outros mesmo mesma menos antes durante
        contra tal tão tanto cada vez vezes qual nem embora assim feito sim às seus suas
    """,
    "it": """
        il lo la i gli le un uno una e è sono era non io tu lui lei noi voi loro mio mia vostro nostro suo sua con
        per di del della dei delle da dal dalla in nel nella a al alla su sul che chi cosa come quando dove perché
        ma o se anche più molto bene ciao salve grazie essere avere ho hai ha abbiamo hanno può posso potete
        potrebbe questo questa questi quello si ci mi vi ancora già adesso qui buongiorno buonasera saluti stato
        fare dopo prima mille funziona tutto problema riesco vorrei stata stati nostra senza cordiali gentile
        allegato buona giornata però ciò entrare sempre mai lunedì settimana oggi ieri domani niente qualcosa altro
        altra altri stesso stessa meno durante contro secondo tanto ogni volta volte quale né sebbene così fatto
        erano sì no nuovo nuova cui degli ad ed
    """,
    "nl": """
        de het een en is zijn was waren niet ik jij je u hij zij wij we ons onze mijn uw jullie hun met voor van
        naar op in aan bij uit over onder dat die dit deze als maar of ook nog wel al heel erg hoe wat waar wie
        waarom wanneer kan kunnen kunt zou zouden wordt worden werd hebben heeft had heb graag bedankt dank hallo
        goedemorgen geen meer moet moeten er dan nu hier daar te om tot door na sinds groet groeten alvast even
        werkt probleem hartelijk inloggen alles iets niets weer zodra mogelijk bericht beste bijlage vriendelijke
        lukt krijgen helpen elke altijd nooit maandag week dag vandaag gisteren morgen nieuwe oude zonder tegen
        tussen tijdens volgens zoals zo toen want omdat hoewel weet gaat gaan doen doet maken welke ieder steeds nee
    """,
    "pl": """
        i w na z do nie się że to jest są był była było być ja ty on ona my wy oni mój moja mnie mi nam nas pan pani
        państwo proszę dziękuję dzień dobry cześć witam jak co kto gdzie kiedy dlaczego czy ale lub albo też także
        już jeszcze tylko bardzo może mogę można mam ma mamy od po za przez przed dla przy o u ten ta te tego tej
        tym jego jej ich który która które oraz więc gdy pozdrawiam będzie został działa dziękujemy nadal wszystko
        nic jestem jesteśmy mogą będę załączeniu poważaniem państwa potrzebuję pomoc błąd zalogować zawsze nigdy
        każdym każdy każda poniedziałku poniedziałek tydzień dzisiaj dziś wczoraj jutro nowy nowa stary bez przeciw
        między podczas według ponieważ chociaż wiem tak każdej uruchomieniu gdyż skoro
    """,
    "sv": """
        och att det som en ett den på är var av för med till inte jag du han hon vi ni de dem min mitt mina din er
        vår om men eller också så när hur vad vem varför kan kunde skulle vill ska har hade från efter vid ut upp in
        mycket tack hej hälsningar bara nu här där då finns något någon några man mig dig oss sig detta denna dessa
        blir blev vara gör göra fick mer än utan igen fungerar logga tackar vänliga vänlig behöver alla allt inget
        kunna hjälp bifogat era ert snälla händer varje gång gången alltid aldrig måndag vecka dag idag igår imorgon
        nya gamla mot mellan under enligt eftersom fast vet går vilken vilket sedan kl titta startar
    """,
    "da": """
        og at det som en et den på er var af for med til ikke jeg du han hun vi i de dem min mit mine din jer vores
        os om men eller også så når hvordan hvad hvem hvor hvorfor kan kunne skulle vil skal har havde fra efter ved
        ud op ind meget tak hej hilsen bare kun nu her der noget nogen nogle man mig dig sig dette denne disse
        bliver blev være gør få fik mere end uden igen venlig lige hvis virker problemet logge mange venligst
        vedhæftet jeres alle alt intet hjælp kær mvh tjekke hver gang altid aldrig mandag uge dag idag igår imorgen
        nye gamle mod mellem under ifølge fordi selvom går starter sker siden ske hvilken hvilket kigge
    """,
    "no": """
        og at det som en et den på er var av for med til ikke jeg du han hun vi dere de dem min mitt mine din oss
        vår om men eller også så når hvordan hva hvem hvor hvorfor kan kunne skulle vil skal har hadde fra etter ved
        ut opp inn mye takk hei hilsen bare kun nå her der noe noen man meg deg seg dette denne disse blir ble være
        gjør få fikk mer enn uten igjen vennlig hvis å fungerer problemet logge venn vennligst vedlagt deres alle
        alt ingenting hjelp vårt sjekke hver gang alltid aldri mandag uke dag igår imorgen nye gamle mot mellom
        under ifølge fordi selv vet går starter skjer siden hvilken hvilket vite
    """,
    "fi": """
        ja on ei se että en et hän me te he minä sinä mutta tai myös jos kun kuin niin mitä mikä kuka missä miksi
        miten voi voin voisi voisitte voitteko oli ovat olla olen olemme ollut tämä tämän tätä nyt vielä jo vain
        hyvin kiitos hei moi terve ole eivät emme sen siitä minun meidän teidän kanssa jälkeen ennen sitten täällä
        siellä kaikki terveisin ystävällisin voinko saa saan pitäisi koska kuinka onko toimii ongelma kirjautua
        mitään meillä minulla teillä liitteenä apua paljon pystyy pysty tervetuloa jotta joka kyllä toimi vieläkään
        enää aina koskaan maanantai viikko päivä tänään eilen huomenna uusi vanha ilman jokainen mukaan vaikka tiedä
        käynnistyy asia asiaa voisiko
    """,
    "cs": """
        a v na s z do ne se že to je jsou byl byla bylo být já ty on ona my vy oni můj moje mě mi nám nás prosím
        děkuji děkuju dobrý den ahoj jak co kdo kde kdy proč ale nebo také už ještě jen velmi může mohu můžete mám
        má máme od po za přes před pro při o u ten ta ti toho tím který která které tak protože není nejde jsem jste
        jsme bych byste bude pozdravem jestli ať když funguje problém přihlásit všechno nic potřebuji pomoc příloze
        děkujeme můžu chyba děje každém každý každá vždy nikdy pondělí týden dnes včera zítra nový nová starý bez
        proti mezi během podle ačkoli nevím ano spuštění
    """,
    "sk": """
        a v na s z do nie sa že to je sú bol bola bolo byť ja ty on ona my vy oni môj moja mňa mi nám nás prosím
        ďakujem dobrý deň ahoj ako čo kto kde kedy prečo ale alebo tiež už ešte len veľmi môže môžem môžete mám má
        máme od po za cez pred pre pri o u ten tá tí toho tým ktorý ktorá ktoré tak pretože som ste sme by bude
        pozdravom keď funguje problém prihlásiť všetko nič potrebujem pomoc prílohe ďakujeme môžu chyba deje každom
        každý každá vždy nikdy pondelok týždeň dnes včera zajtra nový nová starý bez proti medzi počas podľa hoci
        neviem áno spustení
    """,
    "tr": """
        ve bir bu da de için ile ne mi mı mu var yok ben sen o biz siz onlar benim bizim sizin merhaba teşekkür
        teşekkürler ederim ederiz lütfen nasıl neden nerede zaman ama veya daha çok en gibi kadar sonra önce şimdi
        olarak olan oldu olur olabilir mümkün değil ise her hiç iyi günler selam rica istiyorum yardımcı çünkü
        şekilde tarafından bize bana sorun hala aynı sayın kolay çalışıyor çalışmıyor sorunu hata yardım giriş ekte
        şu anda hesap bilgi edebilir yapmak evet hayır oluyor edin bazen asla pazartesi hafta gün bugün dün yarın
        yeni eski olmadan göre rağmen bilmiyorum yapıyor istiyoruz
    """,
    "hu": """
        a az és hogy nem is egy van volt vannak én te ő mi ti ők ez azt ezt de vagy ha mint csak már még most itt
        ott hogyan miért mikor hol ki mit kérem köszönöm köszönjük üdvözlettel jó napot szia tisztelt lehet kell tud
        tudom tudna nagyon után előtt között alatt szerint lesz lett meg el fel be le vissza nekem nekünk önök ön
        minden sem sajnos kérdés működik probléma bejelentkezni semmi segítség mellékelten köszönettel hiba tudok
        önöknek igen indításkor soha mindig hétfő hét nap ma tegnap holnap új régi nélkül ellen során mert bár
    """,
    "ro": """
        și şi în la de pe cu un o este sunt era nu eu tu el ea noi voi ei mea meu nostru dumneavoastră că ce cine
        cum când unde dar sau dacă mai foarte bine bună ziua salut mulțumesc multumesc mulţumesc vă rog pentru din
        prin după înainte am ai are avem aveți au poate pot puteți acest această acesta care nici încă acum aici
        fost fi să se îmi ne vreau funcționează problema problemă merge totul nimic ajutor atașat eroare mulțumim da
        fiecare mereu niciodată luni săptămână zi azi ieri mâine nou nouă vechi fără contra între timpul conform
        deși știu rugăm verificați
    """,
    "et": """
        ja on ei see et ma sa ta me te nad oma mis kes kus kui kuidas miks aga või ka siis veel juba ainult väga
        palun tänan aitäh tere oli olid olema olen oleme olete saab saan saate võib võiks pärast enne nüüd siin seal
        kõik minu meie teie seda selle tervitades kas mulle
    """,
    "hr": """
        i u na s z do ne se da to je su bio bila bilo biti ja ti on ona mi vi oni moj moja mene nam nas molim hvala
        dobar dan bok kako što tko gdje kada zašto ali ili također već još samo vrlo može mogu možete imam ima imamo
        od po za kroz prije pri o taj ta te toga koji koja koje tako jer nije sam ste smo bi bih biste pozdrav lijep
        poštovani nakon svaki svaka uvijek nikad ponedjeljak tjedan danas jučer sutra novi stari bez protiv između
        tijekom prema znam
    """,
    "ca": """
        el la els les un una i és són era no jo tu ell ella nosaltres vostè meu meva seu amb per a de del al en que
        què qui com quan on però o si també més molt bé hola gràcies ser estar està tinc té tenim hi ha pot puc
        podria aquest aquesta això des fins sobre entre ja ara aquí perquè dels pels bon dia salutacions
    """,
    "id": """
        yang dan di ke dari ini itu untuk dengan tidak saya anda kami kita mereka dia ada adalah akan sudah belum
        bisa dapat pada juga atau jika karena apa siapa bagaimana kapan mana terima kasih selamat mohon tolong dalam
        oleh sebagai lebih sangat telah
    """,
    "vi": """
        và là của có không tôi bạn anh chị em chúng ta này đó cho với trong được đã đang sẽ các những một người khi
        nếu như thì mà để từ đến về rất cũng xin chào cảm ơn vui lòng gì sao nào vẫn lại hãy việc giúp
    """,
    "ru": """
        и в на с не что это как я вы он она мы они ты по к у из за от о но а так же для если или уже еще ещё только
        очень можно может могу меня мне нас нам вас вам его ее их был была было быть есть нет да при до после
        здравствуйте спасибо пожалуйста добрый день привет где когда почему кто который которые этот эта эти все
        сейчас теперь тоже чтобы уважением вопрос работает проблема помощь вход ошибка нужно можем наш наша ваш
        большое вложении всё происходит каждый раз всегда никогда понедельник неделя сегодня вчера завтра новый
        старый без против между знаем знаю посмотрите
    """,
    "uk": """
        і в на з не що це як я ви він вона ми вони ти по до у із за від о але а так ж для якщо або вже ще тільки
        лише дуже можна може можу мене мені нас нам вас вам його її їх був була було бути є немає ні при після та
        доброго дня добрий день дякую будь ласка привіт де коли чому хто який яка які цей ця ці все зараз тепер
        також щоб повагою питання вітаю працює проблема допомога помилка потрібно можемо наш наша ваш вкладенні
        трапляється щоразу завжди ніколи понеділок тиждень сьогодні вчора завтра новий старий без проти між знаємо
        знаю
    """,
    "bg": """
        и в на с не че това как аз вие той тя ние те ти по към у из за от но а така же ако или вече още само много
        може мога мен ми нас ни вас ви беше бях са съм сте сме има няма да при до след здравейте благодаря моля
        добър ден къде кога защо кой която които този тази тези всички сега също поздрави се е
    """,
    "sr": """
        и у на с не да то је су био била било бити ја ти он она ми ви они мој моја мене нам нас молим хвала добар
        дан здраво како шта ко где када зашто али или такође већ још само врло може могу можете имам има од по за
        пре при о тај та те који која које тако јер није сам сте смо би поздрав
    """,
}

# Languages that a script or a letter proves (with enough of it), beside those with words.
SCRIPTS: Final = ("el", "he", "ar", "th", "zh", "ja", "ko", "hi")

# Letters that only these languages of the same script use.
MARKS: Final[dict[str, str]] = {
    "ß": "de",
    "ł": "pl",
    "ż": "pl",
    "ź": "pl",
    "ś": "pl",
    "ć": "pl hr",
    "ą": "pl",
    "ę": "pl",
    "ř": "cs",
    "ě": "cs",
    "ů": "cs",
    "ľ": "sk",
    "ĺ": "sk",
    "ŕ": "sk",
    "ô": "fr sk pt vi",
    "ñ": "es",
    "¿": "es",
    "ã": "pt vi",
    "õ": "pt et vi",
    "œ": "fr",
    "ç": "fr pt tr ca",
    "ş": "tr ro",
    "ğ": "tr",
    "ı": "tr",
    "ő": "hu",
    "ű": "hu",
    "ț": "ro",
    "ș": "ro",
    "ă": "ro vi",
    "æ": "da no",
    "ø": "da no",
    "å": "sv da no",
    "đ": "hr vi",
    "ư": "vi",
    "ơ": "vi",
    "ы": "ru",
    "э": "ru",
    "ё": "ru",
    "і": "uk",
    "ї": "uk",
    "є": "uk",
    "ґ": "uk",
    "ђ": "sr",
    "ћ": "sr",
    "ј": "sr",
    "љ": "sr",
    "њ": "sr",
    "ъ": "bg ru",
}
