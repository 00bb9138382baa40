"""How receipts without report parts read: subjects that clients put in front, and what their text says. Lower case."""

from typing import Final

from gateway.mail.text.phrase_lists import listed

READ_SUBJECTS: Final = listed("""
    read:; not read:; return receipt; read receipt; gelesen:; nicht gelesen:; lesebestätigung; empfangsbestätigung;
    lu:; lu :; non lu:; non lu :; accusé de réception; accusé de lecture; confirmation de lecture; leído:; no leído:;
    confirmación de lectura; acuse de recibo; lida:; lido:; não lida:; confirmação de leitura; recibo de leitura;
    letto:; da leggere:; conferma di lettura; ricevuta di ritorno; ricevuta di lettura; gelezen:; niet gelezen:;
    leesbevestiging; ontvangstbevestiging; przeczytano:; przeczytane:; potwierdzenie przeczytania;
    potwierdzenie odczytania; läst:; läskvitto; læst:; lest:; lesebekreftelse; luettu:; lukukuittaus;
    vastaanottokuittaus; přečteno:; potvrzení o přečtení; okundu:; okundu bilgisi; прочитано:; прочтено:;
    уведомление о прочтении; 已读:; 已读：; 已讀取:; 已讀:; 讀取:; 阅读回执; 已读回执; 開封済み:; 開封確認; 開封通知;
    読み取り:; 읽음:; 수신 확인; 읽음 확인
""")
READ_SENTENCES: Final = listed("""
    was read on; was read at; was displayed on; was received by:; deleted without being read;
    return receipt for the mail; gelesen; empfangsbestätigung für die; wurde angezeigt; a été lu; a été affiché;
    accusé de réception pour le; fue leído; se leyó; ha sido leído; se mostró; foi lida; foi lido; foi exibida;
    è stato letto; è stato visualizzato; ricevuta di ritorno per; is gelezen; gelezen op; werd gelezen;
    została przeczytana; przeczytano; wyświetlon; lästes; har lästs; blev læst; er læst; ble lest; er lest; luettiin;
    on luettu; byla přečtena; byla zobrazena; okundu; было прочитано; прочитано; прочтено; 已阅读; 被阅读; 已读;
    已讀; 讀取; 開封; 読まれ; 表示され; 읽었; 읽은; 읽음
""")
DELIVERED_SUBJECTS: Final = listed("""
    delivered:; relayed:; successful mail delivery report; delivery status notification (success;
    delivery status notification (relay; zugestellt:; übermittelt:; remis:; remis :; entregado:; entregue:; recapitato:;
    consegnato:; bezorgd:; dostarczono:; levererat:; leveret:; levert:; toimitettu:; doručeno:; teslim edildi:;
    доставлено:; 已送达:; 已送达：; 已傳遞:; 配信済み:; 배달됨:
""")
