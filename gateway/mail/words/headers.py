"""Labels that mail clients write above a quoted or forwarded message, by what they label."""

from typing import Final, Literal

HeaderKind = Literal["from", "date", "to", "cc", "subject", "reply_to", "other"]

_LABELS: Final[dict[HeaderKind, str]] = {
    "from": """
        from|von|de|da|van|od|från|fra|lähettäjä|odesílatel|kimden|gönderen|от|от кого|отправитель|від|від кого
        відправник|发件人|寄件者|寄件人|發件人|差出人|送信者|보낸 사람|보낸사람|발신|feladó|de la|de către|από
        αποστολέας|מאת|từ|người gửi|expéditeur|remitente|remetente|mittente|afzender|absender|nadawca|avsändare
        avsender|afsender|pošiljatelj|šalje|saatja|kellelt|odosielateľ|dari|จาก|من|подател|sender|expedient
    """,
    "date": """
        date|sent|sent at|sent on|date sent|datum|gesendet|gesendet am|date d'envoi|date d’envoi|envoyé|envoyé le
        fecha|enviado|enviado el|enviado em|enviada em|enviada|enviado a|enviado às|data|data wysłania|inviato
        inviato il|verzonden|verzonden op|verstuurd|wysłano|wysłane|skickat|skickat den|dato|sendt|lähetetty
        päivämäärä|päiväys|pvm|odesláno|datum odeslání|tarih|gönderildi|gönderme tarihi|gönderilme|дата|отправлено
        дата отправки|надіслано|відправлено|日期|时间|時間|发送时间|發送時間|发送日期|發送日期|寄件日期|傳送時間
        傳送日期|日付|日時|送信日時|送信日|送信時刻|날짜|보낸 날짜|보낸날짜|보낸 시간|dátum|elküldve|küldve
        küldés ideje|küldés dátuma|trimis|dată|data trimiterii|ημερομηνία|στάλθηκε|εστάλη|תאריך|נשלח|בתאריך|ngày
        đã gửi|gửi|poslano|odoslané|odoslaná|saadetud|kuupäev|enviat|dikirim|tanggal|วันที่|ส่ง|التاريخ
        تاريخ الإرسال|message du|изпратено|time|when|data i godzina|fecha de envío|dato og tid|saatmisaeg
        saatmise kuupäev|išsiųsta|poslato|vrijeme slanja|dátum odoslania|odeslaná
    """,
    "to": """
        to|an|à|a|pour|para|aan|do|till|til|vastaanottaja|komu|pro|kime|alıcı|кому|получатель|одержувач|收件人
        收件者|宛先|받는 사람|받는사람|수신|címzett|către|catre|la|προς|παραλήπτης|אל|tới|đến|người nhận|za|prima
        primatelj|saaja|kellele|kepada|ถึง|إلى|mottaker|modtager|mottagare|destinataire|empfänger|destinatario
        destinatário|adresat|per|per a|до|príjemca|pre|adressaat|destinatari|delivered to|ontvanger|odbiorca
        příjemce
    """,
    "cc": """
        cc|c.c|cc.|kopie|kopie an|copie|copie à|copia|kopia|kopia till|kopi|kopi til|kopio|dw|do wiadomości|копия
        копію|копія|копи|抄送|副本|cópia|참조|másolat|másolatot kap|κοιν|κοινοποίηση|עותק|העתק|bilgi|bcc|cci|cco|ccn
        ukryta kopia|udw|skrytá|skrytá kopie|kópia|v kópii|kk|koopia|kopija|密送|skrit|ct|tembusan|สำเนา|نسخة
        sao chép|đồng gửi|v kopii
    """,
    "subject": """
        subject|betreff|objet|asunto|assunto|oggetto|onderwerp|temat|ämne|emne|aihe|předmět|predmet|konu|тема|主题
        主題|主旨|件名|제목|tárgy|subiect|θέμα|נושא|chủ đề|tiêu đề|teema|assumpte|perihal|subjek|เรื่อง|الموضوع
        naslov|sujet|otsikko|titel|относно|betr|re|题目|標題|标题|tema
    """,
    "reply_to": """
        reply-to|reply to|antwort an|antworten an|répondre à|responder a|responder para|rispondi a|antwoord aan
        beantwoorden aan|antwoorden aan|odpowiedź do|odpowiedz do|odpowiedź-do|svara till|svar til|svar-til
        vastausosoite|vastaa|vastaa osoitteeseen|odpovědět na|odpověď na|odpovědět komu|odpovedať na|odpovedať
        yanıtla|yanıt adresi|yanıtlama|ответить|кому ответить|обратный адрес|отвечать|відповісти|відповідь|回复地址
        答复|回复至|回覆|返信先|답장|답장 받는 사람|válaszcím|válasz|răspunde la|răspuns către|απάντηση|השב אל
        trả lời|odgovori|odgovori na|vasta|balas ke|please respond to|réponse à|respuesta a|svar till|svarsadress
        odpovedz
    """,
    "other": """
        importance|wichtigkeit|priorität|priority|importancia|importância|importanza|importantie|attachments
        attachment|anlagen|anlage|anhang|anhänge|pièces jointes|datos adjuntos|archivos adjuntos|anexos|allegati
        bijlagen|bijlage|załączniki|bilagor|vedlegg|vedhæftede filer|liitteet|přílohy|ekler|вложения|вкладення|附件
        添付ファイル|첨부|mailed-by|signed-by|sensitivity|organization|organisation|message-id|resent-from|resent-to
        resent-date|security|gesendet von|on behalf of|sent by|sent via|via|in-reply-to|references|mailing-list
        list-id|newsgroups|x-mailer|user-agent|conversation|folder|categories|flag status|follow up flag|due by
        thread-topic|return-path|return-receipt-to
    """,
}

LABELS: Final[dict[str, HeaderKind]] = {
    label.strip(): kind
    for kind, labels in _LABELS.items()
    for row in labels.strip().splitlines()
    for label in row.split("|")
}

LONGEST_LABEL: Final = max(map(len, LABELS))

# They tell the Finnish "VS:" (an answer) from the Danish and Norwegian one (a forward).
FINNISH_LABELS: Final = frozenset({"lähettäjä", "lähetetty", "vastaanottaja", "aihe", "päiväys", "päivämäärä", "kopio"})
