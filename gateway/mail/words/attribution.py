"""Words of the line that introduces a quote ("On Monday, Ann wrote:"), in any order of the words."""

from typing import Final

# One word, lower case, that says that somebody wrote something.
VERBS: Final = frozenset(
    """
    wrote writes said says wrotes written sent posted replied commented spake
    schrieb schrieben geschrieben schreibt schriebst
    écrit ecrit écrivait envoyé
    escribió escribio escribía escrito escribe
    escreveu escreveram escrevera
    scritto scrive scriveva
    schreef geschreven schreven schrijft
    napisał napisała napisana napisał(a) napisali pisze napisano
    skrev skrevet skriver skrevs
    kirjoitti kirjoittivat kirjoittaa
    napsal napsala napsal(a) napsali napísal napísala napísal(a) napsáno
    yazdı yazdi yazmış şunu yazan şunları
    написал написала написал(а) написали пишет писал писала
    написав написала написав(ла) написав(-ла) пише писав
    írta írt ezt
    scris a-scris
    έγραψε γράφει
    viết
    napisao napisala piše kirjutas kirjutanud rašė rakstīja
    escrigué
    menulis
    написа написао
    escriure escribiu skrifaði idatzi ysgrifennodd verzond verstuurde emailed e-mailed mailed
    """.split()
)

# The same where words are not separated by blanks.
VERB_PIECES: Final = (
    "写道",
    "寫道",
    "来信",
    "來信",
    "编写",
    "編寫",
    "写了",
    "のメッセージ",
    "のメール",
    "は書きました",
    "さんは書き",
    "が書き",
    "님이 작성",
    "님이 쓴",
    "쓴 글",
    "작성:",
    "작성하였습니다",
    "작성했습니다",
    "さんが書き",
    "氏は書き",
    "さんの発言",
    "さんからのメール",
    "님이 썼습니다",
    "ने लिखा",
    "লিখেছেন",
    "எழுதியது",
    "დაწერა",
    "գրել է",
    "نوشت",
    "نے لکھا",
    "כתב",
    "כתבה",
    "كتب",
    "เขียน",
    "đã viết",
    "napisał(a)",
    "napsal(a)",
    "napísal(a)",
    "написал(а)",
    "a écrit",
    "het volgende geschreven",
)

# Announcing words that stand alone at the beginning and need no date ("Quoting Ann <a@b>:").
QUOTING: Final = frozenset(
    "quoting zitat citando citat citation citazione citeren citaat cytowanie cytat cita citát citace idézet цитирую "
    "цитата citirano lainaus alıntı".split()
)

# First words of a line that tells what a thing says, not what somebody wrote.
THINGS: Final = frozenset(
    """
    your the our their its this that my his her der die das dieser diese dieses ihr ihre euer eure unser unsere mein
    le la les votre vos notre nos leur ce cette el los las su sus nuestro nuestra este esta o os seu sua nosso nossa
    il lo gli vostro vostra nostro nostra questo questa uw het jullie onze deze dit
    """.split()
)

# First words of an intro line. Lower-case lines start an intro only with one of these, a date or an address.
STARTERS: Final = frozenset(
    """
    on at in am um vom der dem le el il lo la op w dnia dniu em no na dia a às den d. på i dato det de del da dne dňa
    от в у вівторок понеділок am: the op: 在 於 于 vào lúc bei as ngày στις στις: την τη το τις ב בתאריך pada tanggal
    mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday
    mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag
    lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche
    mié mie jue vie sáb sab dom lunes martes miércoles jueves viernes sábado domingo
    seg ter qua qui sex segunda terça quarta quinta sexta
    gio lunedì martedì mercoledì giovedì venerdì sabato domenica
    ma wo vr za zo maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    pon wt śr czw pt sob niedz nd poniedziałek wtorek środa czwartek piątek sobota niedziela
    mån tis ons tor tors fre lör sön måndag tisdag onsdag torsdag fredag lördag söndag
    man tir lør søn mandag tirsdag lørdag søndag
    ti ke to pe su maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
    po út st čt pá ne pondělí úterý středa čtvrtek pátek neděle ut št pi
    пн вт ср чт пт сб вс нд понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье
    h k sze cs p szo v hétfő kedd szerda csütörtök péntek szombat vasárnap
    mi joi vin sâm dum luni marți miercuri joi vineri sâmbătă duminică
    pzt sal çar per cum cmt paz pazartesi salı çarşamba perşembe cuma cumartesi pazar
    pirmd otrd trešd ceturtd piektd sestd svētd
    pirmdien otrdien trešdien ceturtdien piektdien sestdien svētdien missatge
    esm teis kolm nelj reede laup pühap sri čet sub ned uto
    """.split()
)
