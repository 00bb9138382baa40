"""Set phrases of mail systems, in lower case: how reports open, what they call a recipient, where the copy begins."""

from typing import Final

from gateway.mail.text.phrase_lists import Phrases, listed

SUBJECTS: Final = Phrases(
    listed("""
    undeliver; permanent error; error article; not member; not a member; returned mail; return mail; failure notice;
    failure delivery; failure report; delivery status; delivery fail; delivery notification; delivery problem;
    delivery report; delivery error; delivery delay; delivery incomplete; delivery unsuccessful; delivery warning;
    mail delivery; message delivery; email delivery failure; mail failure; mail failed; mail error;
    mail system error; mail not delivered; mail returned; mail rejected; message not delivered; message undeliver;
    message status - undeliverable; message returned; message rejected; message you sent blocked; non-deliver;
    nondeliver; non deliver; not deliver; could not be delivered; couldn't be delivered; could not send message;
    cannot send message; cannot deliver; can't deliver; unable to deliver; unable to send; undelivered; unzustellbar;
    nicht zugestellt; nicht zustellbar; unzustellbarkeit; zustellung; fehlgeschlagen; rückläufer; mail konnte nicht;
    permanent delivery; permanent fail; transient fail; bounced mail; bounce message; bounced message; dsn:; ndr:;
    ndn:; failed mail; failed delivery; rejected mail; rejected message; rejected:; user unknown; warning: message;
    warning: could not send; delay in delivery; processing error; address not found; mailbox full;
    mailbox unavailable; address error; problem with your message; sorry, your mail; unknown user; recipient unknown;
    undeliverable mail; unreachable; message blocked; not listed in; echec de; échec de; échec d'envoi; non remis;
    non distribu; non délivr; notification d'échec; avis de non-remise; notification d'état; remise impossible;
    impossible de remettre; message non; no se puede entregar; no se ha podido; no se pudo; no entregado;
    no entregable; error de entrega; devuelto; notificación de estado; imposible entregar; fallo en la entrega;
    não entreg; nao entreg; não pôde ser; falha na entrega; falha de entrega; devolvido; devolução;
    notificação de status; impossibile recapitare; mancato recapito; non recapit; mancata consegna; consegna non;
    notifica di mancat; errore di consegna; onbestelbaar; niet bezorgd; niet afgeleverd; kan niet worden; bezorging;
    niedostarczon; nie dostarczon; niedoręcz; nie można dostarczyć; zwrot wiadomości; не доставлен; недоставлен;
    не удается доставить; не вдалося доставити; не вдається доставити; не може бути доставлен;
    unsolicited bulk email from you; in mail from you; banned contents from you; 無法傳遞; 無法遞送; 無法傳送;
    不明收件者; не может быть доставлен; не удалось доставить; ошибка доставки; возврат почты; kan inte levereras;
    går inte att leverera; olevererbar; ej levererat; kan ikke leveres; ikke leveres; ulevert; toimitus;
    ei voi toimittaa; nedoručiteln; nedoručen; nelze doručit; kézbesíthetetlen; teslim edilemedi; iletilemedi;
    nedostaviteľn; не доставлено; 配信不能; 配送不能; 配信できません; 送信できません; 届きません; 届かなかった;
    配信エラー; 送信エラー; 配信失敗; 送信失敗; エラー通知; 送達できません; 配達不能; 宛先不明; 退信; 无法投递;
    无法送达; 投递失败; 无法传递; 未送达; 系统退信; 發送失敗; 无法递送; 退回; 배달되지; 전송 실패; 배달 실패;
    전달되지; 반송; 발송 실패; 발송실패; 메일 전송; not delivered
""")
)
"""How subjects of failure reports read."""

ABSENT_FROM_REPLIES: Final = (
    "re:",
    "fwd:",
    "fw:",
    "aw:",
    "wg:",
    "tr:",
    "rv:",
    "sv:",
    "vs:",
    "antw:",
    "odp:",
    "enc:",
    "vb:",
    "i:",
)

DAEMONS: Final = frozenset(listed("""
    mailer-daemon; mailerdaemon; mailer_daemon; mail-daemon; maildaemon; mdaemon; mail.delivery.system;
    mail-delivery-system; postmaster; mailsystem; mail-system; double-bounce; mailer; mmdf; uucp; smtp;
    mailadmin; mail-administrator; system-administrator; ndr; bounce; bounces; email-bounces; deliveryreport;
    microsoftexchange; autobounce; bounce-handler; maildeliverysystem; mailsweeper; imss; nondelivery;
    delivery-failure; post_master; post-master; postoffice; post_office; mail.daemon; mail_daemon;
    returnedmail; pmdf; mailgate; mailrelay
"""))  # fmt: skip
"""Local parts of mail systems."""

DAEMON_PIECES: Final = (
    "daemon",
    "delivery",
    "smtp",
    "antivirus",
    "mail_service",
    "mail-service",
    "mailservice",
    "gateway",
    "bounce",
    "undeliver",
)
"""Pieces of local parts that only mail systems have."""

DAEMON_NAMES: Final = listed("""
    mail delivery; mail system; mailer-daemon; mailer daemon; delivery subsystem; postmaster; mail administrator;
    system administrator; systemadministrator; mail deliver; administrateur système; administrador del sistema;
    administrador do sistema; amministratore di sistema; mail daemon; mailserver; mail server; delivery status;
    delivery system; message delivery; systembeheerder; system attendant; delivery notification; e-mail delivery
""")  # fmt: skip

OPENING_PHRASES: Final = listed("""
    could not be delivered; couldn't be delivered; was not delivered; were not delivered; not able to deliver;
    wasn't able to deliver; were unable to deliver; was unable to deliver; unable to deliver; cannot be delivered;
    can not be delivered; cannot deliver; can't deliver; could not deliver; couldn't deliver; not been delivered;
    wasn't delivered; weren't delivered; has been delayed; is delayed; has been postponed; delivery to the following;
    delivery has failed; delivery failed; delivery failure; failed to deliver; undeliverable; undelivered;
    delevery to; did not reach; didn't reach; could not be reached; following recipient; following address;
    following user; following destination; following e-mail address; following email address;
    recipients were affected; affected recipients; affected recipient; addresses had; address had; addresses failed;
    address failed; recipients failed; recipient failed; failed recipient; failed address; list of recipients;
    not delivered to; delivery problems; encountered delivery; delivering your message; delivering your mail;
    deliver your message; deliver a message; rejected your message; was rejected; been rejected; has been blocked;
    was blocked; did not receive; returned mail; returned to sender; failure reason; non-delivery; nondelivery;
    message transfer agent; mail-server at the following; intended recipient; error occurred while;
    there was an error; unknown recipient; problem delivering; had trouble; trouble delivering; notify you that;
    transcript of session; message was addressed; not receive a copy; delivery status notification; was unsuccessful;
    could not send; couldn't send; cannot send; unable to send; not be sent; permanent error; permanent failure;
    delivery error; couldn't reach; can't be reached; this is the mail system; this is the postfix;
    this is the qmail; mail delivery software; mail delivery agent; konnte nicht zugestellt; nicht zugestellt werden;
    konnte nicht an; nicht ausgeliefert; nicht zustellen; fehler bei der übermittlung; zustellung an;
    folgende empfänger; folgenden empfänger; folgende adresse; folgenden adresse; konnten nicht; unzustellbar;
    nicht erreicht; nicht übermittelt; n'a pas pu être; n'a pas pu etre; n'ont pas pu; n'a pas été remis;
    n'a pas atteint; échec de la remise; echec de la remise; impossible de remettre; impossible de délivrer;
    impossible de distribuer; n'a pu être; destinataires suivants; destinataire suivant; adresses suivantes;
    adresse suivante; la remise a échoué; non remis; ne peut être délivré; ne peut pas être; no se ha podido;
    no se pudo; no ha podido; no pudo ser entregado; no puede ser entregado; no se entregó; no se puede entregar;
    error al entregar; los siguientes destinatarios; siguientes destinatarios; destinatarios siguientes;
    direcciones siguientes; siguiente destinatario; siguiente dirección; no fue entregado; no ha sido entregado;
    no llegó; não pôde ser; nao pode ser; não pode ser entregue; não foi entregue; não foi possível;
    nao foi possivel; falha na entrega; falha ao entregar; seguintes destinatários; seguinte destinatário;
    destinatários a seguir; seguintes endereços; não chegou; não alcançou; non è stato possibile;
    non e' stato possibile; impossibile recapitare; impossibile consegnare; non è stato recapitato;
    non è stato consegnato; non può essere; seguenti destinatari; destinatari seguenti; seguente destinatario;
    seguente indirizzo; seguenti indirizzi; recapito non riuscito; mancato recapito; non ha raggiunto; recapitato ai;
    kon niet worden; kan niet worden; niet bezorgd; niet afgeleverd; volgende ontvanger; volgende adres;
    bezorging is mislukt; niet bereikt; nie mogła; nie można; nie została dostarczona; nie zostało dostarczone;
    następujących odbiorców; następujących adresatów; następujący adres; nie dotarła; не может быть доставлен;
    не может; не было доставлено; не доставлено; не вдалося доставити; не вдається доставити; таким одержувачам;
    цим одержувачам; не може бути доставлен; delivery of the email was stopped; was considered unsolicited;
    to the following recipient; не удалось доставить; не удалась доставка; следующим получателям;
    следующие получатели; следующего адреса; следующим адресам; следующему адресу; не может\tбыть;
    kunde inte levereras; kan inte levereras; följande mottagare; gick inte att; kunne ikke leveres;
    følgende modtager; følgende mottaker; ei voitu toimittaa; seuraaville vastaanottajille; nelze doručit;
    nebylo možné; následujícím příjemcům; následující adres; alıcılara; teslim edilemedi; ulaştırılamadı;
    iletilemedi; címzett; nu a putut fi; 配信できません; 配送できません; 送信できません; 届けることができません;
    届けられません; 配達できません; 送達できません; 次のメールアドレス; 以下のメールアドレス; 次の宛先; 以下の宛先;
    以下のアドレス; 次のアドレス; 下記のアドレス; 下記の宛先; 次の受信者; 以下の受信者; 配信不能; お届けできません;
    送信されません; 送信に失敗; 配信に失敗; 宛てのメール; 宛のメール; あて先; エラー; 无法投递; 无法送达; 无法发送;
    不能投递; 投递失败; 发送失败; 未能送达; 未能投递; 以下收件人; 下列收件人; 以下地址; 下列地址; 收件人地址;
    無法傳送; 無法投遞; 無法送達; 無法傳遞; 無法遞送; 退信; 被退回; 拒收; 배달하지; 전송하지; 전송되지; 전달하지;
    배달되지; 보내지 못; 다음 수신자; 다음 받는; 다음 주소; 발송되지; 전송에 실패; 발송에 실패; 반송
""")  # fmt: skip
OPENINGS: Final = Phrases(OPENING_PHRASES)
"""Sentences behind which the failed addresses stand."""

BODY_OPENINGS: Final = listed("""
    this is the mail system at host; this is the postfix program; this is the qmail-send;
    i'm afraid i wasn't able to deliver; i wasn't able to deliver;
    this message was created automatically by mail delivery; unable to deliver message to the following;
    were unable to deliver your message; this is an automatically generated delivery status;
    automatically generated delivery; mail delivery software; delivery to the following recipient;
    delivery has failed to these; the following addresses had permanent; the following addresses had;
    the following address had; the following address(es) failed; did not reach the following;
    your message did not reach; was not delivered to; could not be delivered to; message could not be delivered;
    your mail could not be; the original message was received at; non-delivery report; failed recipient;
    no such user; user unknown; fatal delivery errors; not receive a copy of; your message wasn't delivered;
    this is a delivery failure; delivery failure notification; this is the mailer-daemon;
    message not delivered to the following; unable to deliver your message; unable to deliver message;
    undeliverable message; message was undeliverable; has been returned because; wasn't able to deliver;
    could not deliver message to; mail delivery agent; mail delivery system; couldn't be delivered;
    you tried to contact; could not be sent; message was rejected; your message was automatically rejected;
    encountered delivery problems; undeliverable to; invalid final delivery; rcpt to generated; unknown user:;
    delivery failed; mailbox is full:; undeliverable address; intended recipient:; had trouble delivering;
    error was detected while processing; was not able to deliver; delivery attempts will;
    has not yet been delivered; delivery of email to this address; sorry, unable to deliver;
    n'a pas pu être délivré; n'a pas pu etre delivre; konnte nicht zugestellt; no pudo ser entregado;
    no puede ser entregado; não pôde ser entregue; nao pode ser enviada; impossibile recapitare;
    kon niet worden bezorgd; nie mogła zostać dostarczona; не может быть доставлено; не было доставлено;
    送信できませんでした; 配信できませんでした; 届けることができません; 无法投递; 无法送达; 退信; 배달되지 못;
    전송되지
""")  # fmt: skip
"""Sentences that only the top of a failure report has."""

DELAYS: Final = listed("""
    warning message only; this is a warning only; not yet been delivered; not yet be delivered; will be tried again;
    still in our queue; still in the queue; will retry for; försena; forsinket; viivästy; zpožděn; gecik; затримк;
    has been delayed; been postponed; just a warning; is delayed; are delayed; only a temporary failure;
    only a temporary error; only temporary; kept in the queue; kept in our queue; remains in the queue;
    will be kept trying; will try again; wird erneut versucht; wird weiter versucht; bleibt in der warteschlange;
    sera réessayé; nouvelle tentative sera; reste en file; se volverá a intentar; se reintentará; en la cola;
    será reenviad; tentaremos novamente; sarà ritentat; resta in coda; wordt opnieuw geprobeerd; in de wachtrij;
    will be retried; will continue to; will keep trying; delivery attempts will; is still being;
    still undeliverable after; not been able to deliver; no action is required; no further action is required;
    do not need to resend; delivery is delayed; delivery delayed; message delayed;
    could not send message for past; still trying; temporarily delayed; advisory-only; noch nicht zugestellt;
    verzögert; weiterhin versucht; weiter versucht; pas encore été; retardé; aún no; se ha retrasado;
    seguirá intentando; ainda não foi; atrasad; non ancora; ritardat; nog niet; vertraagd; jeszcze nie; opóźnion;
    ещё не; еще не; задержан;
    遅延; 再送を試み; 再送します; 再送を行; 再試行; 再度送信を試み; 延迟; 稍后重试; 將重試; 将重试; 지연;
    delivery (delay); (delay)
""")  # fmt: skip
"""Words of a warning that mail is late but not lost."""

FINAL_WORDS: Final = listed("""
    permanent error; permanently; given up; giving up; gave up; fatal error; permanent failure;
    returned to sender; returning message; undelivered mail; will not be; no longer be retried;
    failed permanently; delivery failed; delivery has failed; could not be delivered within; was aborted;
    endgültig
""")  # fmt: skip
"""Words that say that nothing will be tried again, whatever else is said."""

NOT_FINAL: Final = ("non-fatal", "fails permanently")
"""Words that contain final ones and say the opposite, or what may come."""

RECIPIENT_LABELS: Final = listed("""
    recipient; rcpt; addressee; undeliverable; addressed to; unknown user; error-for; invalid; failed;
    delivery failed; intended; user unknown; user; mailbox; unknown; account; address; deliver; empfänger;
    adressat; adresse; destinat; destinatár; ontvanger; odbiorca; adresat; получател; адрес; mottagar; modtager;
    vastaanottaja; příjemce; alıcı; címzett; 宛先; あて先; 宛て; 受信者; 收件人; 收信人; 地址; 받는; 수신자;
    수신; box
""")  # fmt: skip

SENDER_LABELS: Final = listed("""
    from; sender; mail from; return-path; reply-to; absender; von; expéditeur; de; remitente; remetente; da;
    mittente; afzender; van; nadawca; od; отправитель; от; avsändare; från; afsender; fra; 送信者; 差出人;
    发件人; 發件人; 보낸; 보낸사람; message-id; message id; references; in-reply-to; contact; please contact;
    envelope-from; sent by; x-postfix-sender; original sender; errors-to; cc; reply to; mailto
""")  # fmt: skip

CONTACT_WORDS: Final = listed("""
    contact; assistance; help; questions; send mail to; send email to; please call; for further; forward this;
    wenden sie sich; contacter; contactez; póngase; contato; contatt; neem contact; обратитесь; 問い合わせ; 联系;
    聯絡; 문의; report this; postmaster at; please write; administrator at
""")  # fmt: skip

CONTACTS: Final = frozenset(listed("""
    postmaster; abuse; hostmaster; mailer-daemon; helpdesk; noc; support; noreply; no-reply; security; webmaster;
    admin; spam; mailadmin; unblock; delist; removal; administrator
"""))  # fmt: skip
"""Local parts that reports name for help; a failed recipient only where nothing else is."""

SEPARATORS: Final = listed("""
    copy of the message; copy of your message; copy of the original; copy of the undeliver; copy of the mail;
    copy of your mail; original message follows; original message attached; original message below;
    original message header; original message details; original headers; header of the original;
    headers of the original; message header follow; message headers follow; headers follow; message follows;
    mail follows; returned mail; returned message; unsent message; message text follow; undelivered message;
    undeliverable message; original message; message reads; lines of the message; lines of your original;
    old message; enclosed is; attachment is a copy; message being returned; original mail as follows;
    summary of the undelivered; mensaje original; mensagem original; message original; message d'origine;
    messaggio originale; originalnachricht; ursprüngliche nachricht; originele bericht; oorspronkelijk bericht;
    oryginalna wiadomość; исходное сообщение; оригинал; en-têtes du message; kopfzeilen der ursprünglich;
    encabezados del mensaje; cabeçalhos da mensagem; intestazioni del messaggio; 元のメール; 元のメッセージ;
    原メール; 原文; オリジナル; 原始邮件; 原邮件; 邮件原文; 원본 메시지; 원본 메일; returned content;
    body of message; rfc822 header; transcript of message; original text; original mail; begin message;
    message content:; forwarded message; text of your message; your original message
""")  # fmt: skip
"""Lines behind which the returned mail begins."""
