"""Labels of contact data below a name, and words that tell a line of a log."""

from typing import Final

CONTACT_LABELS: Final = frozenset(
    """
    tel telephone phone ph office direct mobile mob cell fax email e-mail mail web website internet www url skype teams
    t m f e w p d o a address telefon telefax durchwahl mobil handy funk anschrift adresse tél téléphone portable
    courriel site teléfono móvil correo telefone celular telemóvel telefono cellulare sito telefoon mobiel gsm kom
    puh telefonszám тел телефон моб факс почта 電話 携帯 電話番号 メール 邮箱 电话 手机 전화 이메일 vat
    ust-id ust-idnr hrb kvk btw siret siren
    sitz registergericht amtsgericht geschäftsführer geschäftsführerin geschäftsführung vorstand aufsichtsrat directors
    director ceo manager linkedin twitter facebook instagram xing mastodon
    """.split()
) | {"managing director", "registered office", "company number", "customer office", "office hours"}

LEVELS: Final = frozenset(
    "ERROR ERR WARN WARNING INFO DEBUG TRACE FATAL CRITICAL NOTICE SEVERE Exception Traceback Error Caused".split()
)
