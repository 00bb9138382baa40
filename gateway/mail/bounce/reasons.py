"""Why a delivery failed, told from the words of the diagnostic text.

The table is read from top to bottom and the first phrase found wins, so the telling words stand above the vague ones.
Phrases are compared in lower case against text whose white space is squeezed.
"""

from typing import Final

from gateway.mail.text.phrase_lists import listed, says_any

_LONGEST_TOP_DOMAIN: Final = 10  # of those in use; longer ones are words such as "resolver.adr.recipnotfound"
TRY_WORDS: Final = 3  # behind "please try" in which an address may stand
REASON_CHARS: Final = 2000  # a reason stands at the beginning of a diagnostic text

_TABLE: Final = (
    ("mailbox_full", """
        mailbox full; mailbox is full; mailfolder is full; mail folder is full; inbox is full; inbox full;
        over quota; overquota; over the quota; over its quota; over their quota; quota has been exceeded;
        exceeded quota; exceeded the quota; exceeding their quota; exceeded their quota; exceeds quota;
        exceeds the quota; exceeded storage; exceeded his quota; disk quota; diskspace quota; quota violation;
        quota exceed; quotaexceeded; storage quota; out of storage; mailbox exceeds; mailbox has exceeded;
        exceeds allowed size; mailbox size limit; mailbox quota; overdrawn his; not enough storage; enough space;
        insufficient disk space in; too much mail; too many messages in; number of messages in recipient;
        mailbox exceeded; user is over; is over the limit; storage limit; full mailbox; account is full;
        mail quota; no space left in mailbox; space left for user; mailbox for user is full; postfach voll;
        postfach ist voll; postfach des empfängers ist voll; speicherplatz; postfach überfüllt; boîte pleine;
        boite pleine; boîte aux lettres est pleine; boite aux lettres est pleine; quota dépassé; quota depasse;
        dépassé son quota; messagerie pleine; messagerie est pleine; buzón lleno; buzon lleno; buzón está lleno;
        buzon esta lleno; cuota excedida; buzón del destinatario está lleno; caixa de correio cheia;
        caixa postal cheia; caixa cheia; quota excedida; caixa de correio do destinatário está cheia;
        casella piena; casella di posta piena; casella postale piena; cassetta postale piena; casella è piena;
        postvak is vol; postvak vol; postbus is vol; skrzynka jest pełna; skrzynka pełna; przepełniona;
        почтовый ящик заполнен; превышена квота; переполнен; メールボックスが一杯; メールボックスがいっぱい;
        メールボックスの容量; 容量を超え; 容量超過; 受信箱が一杯; いっぱいのため; 邮箱已满; 邮箱空间不足;
        邮箱容量; 空間不足; 信箱已滿; 信箱容量; 超过限额; 空间已满; 메일함이 가득; 사서함이 꽉; 용량을 초과;
        편지함 용량; 용량 초과; poštovní schránka je plná; brevlådan är full; postkassen er full;
        posta kutusu dolu; boîte aux lettres pleine; boite aux lettres pleine; boîte de réception pleine; je plná;
        mailbox vol; postkasse er fuld; postkassen er fuld; innboksen er full; inkorgen är full; on täynnä; megtelt;
        este plină; переповнен; γεμάτο; hộp thư đầy; kotak surat penuh; メールボックスがフル; 邮箱满; 容量已满
    """),
    ("virus", """
        virus found; virus detected; virus was; malware; trojan; worm detected; infected; вирус; ウイルス; 病毒;
        a virus
    """),
    ("size", """
        message size exceeds; message too large; message too big; message is too large; message too long;
        message exceeds; exceeds size limit; size limit exceeded; exceeds fixed maximum; message file too big;
        message was too big; larger than the current; message larger than; exceeds the maximum;
        maximum message size; exceeded maximum inbound message size; message length exceeds; too large for;
        object too large; sizelimit; rejected because of size; size restriction; msg too big; zu groß; zu gross;
        trop volumineux; trop gros; demasiado grande; tamaño máximo; muito grande; tamanho máximo; troppo grande;
        te groot; zbyt duż; слишком большой; слишком велик; размер письма; サイズが; サイズ超過; 邮件过大;
        邮件太大; 超出大小; 크기가
    """),
    ("rate", """
        too many connections; too many concurrent; too many smtp sessions; rate limit; rate-limit; ratelimit;
        throttl; too many messages; too many emails; too many mails; too many recipients this; too fast;
        unusual rate of; unsolicited rate; rate that prevents; per hour; daily limit; hourly limit; daily quota;
        sending limit; sending quota; maximum sending rate; exceeded the limit of; exceeded the number of;
        too much mail from; too many sessions; try again slower; connection limit; frequency limit; 送信数; 频率
    """),
    ("authentication", """
        spf check; spf fail; spf validation; failed spf; spf record; spf hard; spf:; sender policy framework;
        dkim; dmarc; not authenticated; unauthenticated; authentication required; authentication fail;
        failed authentication; authentication check; must authenticate; authentication is required; 5.7.26;
        unauthorized to send; not authorized to send; sender id; need to authenticate; smtp auth;
        not permitted to send from; ptr record; reverse dns; rdns; no ptr; ip name lookup failed; reverse lookup;
        verify the sending
    """),
    ("policy", """
        sender address rejected; sender address does not; sender address invalid; sender address verification;
        sender's address; domain of sender; sender domain; sender's domain; sender verify fail; sender rejected;
        sender is not; sender not; sender unknown; unknown sender; sender denied; invalid sender; bad sender;
        envelope sender; return path is; absender; expéditeur; remitente; remetente; mittente; afzender
    """),
    ("moved", """
        has moved; address has changed; moved to; no longer here; please use new address; new address is;
        user not local; address has been changed; changed address;
        neue adresse; a changé d'adresse; nouvelle adresse; nueva dirección; ha cambiado; novo endereço;
        nuovo indirizzo
    """),
    ("suspended", """
        account disabled; account is disabled; account has been disabled; disabled or discontinued;
        mailbox disabled; mailbox is disabled; user is disabled; suspended; account inactive; inactive account;
        inactive user; mailbox inactive; is inactive; account expired; account has expired; has been locked;
        account locked; is locked; deactivated; not active; temporarily limited; account is temporarily;
        mailbox currently disabled; temporarily disabled; address is disabled; no longer active; account closed;
        account has been closed; account is closed; is blocked; user blocked; recipient suspend; mailbox frozen;
        dormant; gesperrt; deaktiviert; désactivé; desactive; suspendu; desactivad; suspendid; inativo; inativa;
        disattivat; sospes; geblokkeerd; zablokowan; заблокирован; отключен; неактивен; 停止; 休止; 被禁用;
        已停用; 被冻结; 已被停用; 휴면; 정지
    """),
    ("spam", """
        spam; unsolicited; unwanted; junk mail; bulk mail; bulk email; blocked using; blacklist; black list;
        black-list; blocklist; block list; denylist; dnsbl; rbl; sorbs; barracudacentral; is listed; are listed;
        listed by; listed as; reputation; suspicious; phishing; ubiquitous; mail content denied; スパム;
        迷惑メール; 垃圾; 스팸; спам
    """),
    ("relay", """
        relaying; relay access; relay denied; relay not; not relay; no relay; to relay; relay for; relay prohib;
        relay operation; relay attempt; relay through; relay reject; relay from; relay is; relay:; a relay;
        open relay; relayed; can't relay; cannot relay; not a gateway; in my list of allowed; rcpthosts;
        that domain isn't; not one of our; gateway not allowed; this system is not configured;
        mail server requires authentication when attempting to send to a non-local; no local mailbox by that;
        domain not allowed; not hosted here; weiterleitung; relais; not a local domain; domain is not local;
        unrouteable domain; 中继; 転送
    """),
    ("host_unknown", """
        host unknown; unknown host; host not found; no such host; no such domain; domain not found;
        unknown domain; domain does not exist; domain doesn't exist; domain name not found; name service error;
        name or service not known; nxdomain; bad destination host; illegal host; unrouteable mail domain;
        unrouteable address; unroutable; couldn't find any host; cannot find your domain; no mx; no mail server;
        mx record; unable to resolve; cannot resolve; could not resolve; lookup failure; dns lookup; dns error;
        dns server; no route found to domain; domain is invalid; invalid domain; has no exchanger;
        no valid hosts; domain must resolve; host is unknown; couldn't find a route; could not find a gateway;
        not a known host; hostname lookup; host lookup; nameserver lookup; unknown mail server; null mx; nullmx;
        no exchange host; no dns; domain inexistant; domaine inconnu; domaine inexistant; hôte inconnu;
        unbekannter host; domain existiert nicht; domäne; dominio desconocido; dominio no existe;
        no existe el dominio; domínio não existe; domínio inexistente; dominio inesistente; domein bestaat niet;
        onbekend domein; nieznana domena; домен не; ドメイン; 域名
    """),
    ("user_unknown", """
        user unknown; is unknown; not found by smtp; recipientnotfound; unknown user; no such user;
        user not found; userunknown; user is unknown; users unknown; mailbox not found; mailbox unavailable;
        no such mailbox; unknown mailbox; mailbox unknown; invalid mailbox; mailbox name not allowed;
        mailbox invalid; no mailbox; not a valid mailbox; recipient unknown; unknown recipient;
        no such recipient; recipient not found; invalid recipient; bad recipient; recipient rejected;
        recipnotfound; recipient is not; not a valid recipient; no valid recipient; recipient not recognized;
        rejected recipient; does not like recipient; unknown or illegal alias; cannot find recipient;
        recipient name is not recognized; recipients are not a valid; addressee unknown; unknown address;
        address unknown; address not found; no such address; invalid address; bad address; address rejected;
        address is unknown; bad destination mailbox; destination address; address is wrong; not a valid address;
        address is not valid; address you entered couldn't be found; undeliverable address;
        address couldn't be found; no such email; invalid email; illegal user; no such account; no account;
        unknown account; account unknown; invalid account; not a valid account; doesn't have a;
        does not have an account; does not have a valid; no such person; unknown local; unknown to;
        not known here; not known at; user not known; not our customer; not registered; unregistered user;
        not a registered; not listed in; name & address book; domino directory; not in directory; no matches;
        not unique; no user; is not a known user; unknown virtual; in virtual mailbox table;
        in virtual alias table; in local recipient table; in relay recipient table; no longer valid;
        no longer available; no longer works; no longer with; no longer employed; left the company; not exist;
        doesn't exist; nonexistent; inexistent; non-existent; invalid user; bad user; final delivery userid;
        this address no longer; nobody by that name; no one by that name; could not be found; not a user;
        user account is unavailable; invalid final; ambiguous; is not a valid user; dosn't exist;
        no email address; no mail box; requested action not taken; not a system user; existiert nicht; unbekannt;
        nicht bekannt; nicht gefunden; empfängeradresse ungültig; ungültige adresse; adresse invalide;
        n'existe pas; non recensé; inconnu; destinataire invalide; introuvable; usuario desconocido;
        destinatario desconocido; no existe; dirección no válida; dirección desconocida; no se encontró;
        no se ha encontrado; usuário desconhecido; utilizador desconhecido; destinatário desconhecido;
        não existe; nao existe; endereço inválido; não encontrado; não foi encontrado; non esiste; inesistente;
        sconosciut; non trovato; bestaat niet; onbekend; niet gevonden; nieznany użytkownik; nieznany adresat;
        nie istnieje; nie znaleziono; не существует; неизвестный пользователь; нет такого; не найден;
        okänd användare; ukjent bruker; ukendt bruger; bilinmeyen kullanıcı; neznámý uživatel; neexistuje;
        finns inte; tuntematon; 存在しません; 見つかりません; ユーザーが; 宛先不明; あて先不明; 存在しない;
        アドレスが無効; 不存在; 查无此; 無此; 用户未找到; 找不到; 无此用户; 收件人地址; 존재하지; 없는 사용자;
        찾을 수 없; 없는 메일; 사용자가 없;
        kein postfach; kein benutzer; nie ma takiego; brak użytkownika; bulunamadı; mevcut değil; findes ikke;
        finnes ikke; hittades inte; ei löydy; ei ole olemassa; nem létezik; ismeretlen; nu există; necunoscut;
        не знайдено; не існує; δεν υπάρχει; άγνωστος; không tồn tại; tidak ditemukan; לא נמצא; לא קיים; غير موجود
    """),
    ("expired", """
        expired; been in the queue; queue too long; retry timeout exceeded; retry time not reached;
        giving up after; not delivered within; within the allowed queue; too old; could not be delivered for;
        unable to deliver this message after; aborted after; maximum delivery time; attempts failed;
        delivery failed 20 attempts; attempt(s) to deliver; retries exceeded; zeitüberschreitung
    """),
    ("network", """
        connection refused; connection reset; connection dropped; connection failed; connect to; connection to;
        connection died; lost connection; conversation with; no route to host; unreachable; timed out; timeout;
        time out; operation timed; could not connect; couldn't connect; unable to connect; cannot connect;
        can't connect; unable to establish; wasn't able to establish; not reachable; not responding;
        did not respond; no answer from host; bad connection; not accepting connections; network error;
        network problem; socket; tls required; tls is required; starttls; certificate; handshake; loops back;
        mail loop; too many hops; hop count; looping; loop detected; maximum hop; too many received; server busy;
        unavailable or busy; closed connection; remote host closed; end of file; unexpectedly; verbindung;
        connexion; conexión; conexão; connessione; verbinding; соединен; 接続; 连接
    """),
    ("expired", """
        has not yet been delivered; delivery attempts; will be retried; will retry; keep trying;
        will continue to; transient failure; delayed; postponed; verzögert; délai; retrasad; atrasad; ritardo;
        vertraagd; opóźn; задерж; 遅延; 延迟; 지연
    """),
    ("content", """
        attachment; content rejected; message content; content filter; content-type; illegal content;
        prohibited content; banned; body type; 8bit; 8-bit; bare lf; bare newline; non-ascii; smtputf8;
        message format; invalid message; malformed; message-id; conversion; encrypted; not rfc; rfc 2822;
        rfc 5322; rfc2822; rfc5322; invalid subject; forbidden; anhang; pièce jointe; adjunto; anexo; allegato;
        bijlage; załącznik; вложен; 添付; 附件; bad header; invalid header; mime error
    """),
    ("filtered", """
        filter; recipient refused; refused by recipient; refused by the recipient; rejected by user;
        rejected by recipient; not accept mail from you; doesn't accept mail; does not accept mail;
        not accepting mail; not accepting messages; only accept; domain restrictions; 受信拒否; 受信を拒否;
        拒否されました; not allowed to send to this; not allowed to receive; cannot receive; can't receive;
        unable to receive; permission to post
    """),
    ("policy", """
        policy; not permitted; not allowed; not authorized; unauthorized; administrative prohibition;
        administratively; administrator; prohibited; security; block; banned sending; sender verify; sender not;
        invalid sender; bad sender; your host; your ip; helo; ehlo; greylist; gray-list; graylist; grey-list;
        refused; rejected; access rule; access control; restrict; verboten; abgelehnt; refusé; rechazad;
        rejeitad; rifiutat; geweigerd; odrzucon; отклонен; отказ; 拒否; 拒绝; 거부; denied
    """),
    ("system_error", """
        internal error; local error; system error; configuration error; misconfig; disk full; no space left;
        insufficient system; system resources; insufficient space; out of memory; local problem; system problem;
        mailer error; command died; exit status; can't create; cannot create; unable to open; cannot open;
        i/o error; error writing; processing error; error while; software error; syntax error;
        command unrecognized; not implemented; bad sequence; protocol error; data format error;
        service not available; try again; unavailable; temporar; failed with; systemfehler; erreur système;
        error del sistema; erro do sistema; errore di sistema
    """),
)  # fmt: skip
_PHRASES: Final = tuple((reason, listed(phrases)) for reason, phrases in _TABLE)

DETAILS: Final[dict[str, str]] = {
    "user_unknown": "1.1", "mailbox_full": "2.2", "suspended": "2.1", "size": "3.4", "host_unknown": "1.2",
    "network": "4.1", "expired": "4.7", "moved": "1.6", "policy": "7.1", "spam": "7.1", "relay": "7.1",
    "filtered": "7.1", "authentication": "7.0", "rate": "7.0", "virus": "7.1", "content": "6.0",
    "system_error": "3.0",
}  # fmt: skip
"""Second and third number of an enhanced status code (RFC 3463) that says the same as a reason."""

_BY_STATUS: Final[dict[str, str]] = {
    "1.1": "user_unknown", "1.0": "user_unknown", "1.2": "host_unknown", "1.3": "user_unknown",
    "1.4": "user_unknown", "1.6": "moved", "1.7": "policy", "1.8": "policy", "1.10": "host_unknown", "2.0": "other",
    "2.1": "suspended", "2.2": "mailbox_full", "2.3": "size", "3.1": "system_error", "3.2": "system_error",
    "3.3": "content", "3.4": "size", "4.0": "network", "4.1": "network", "4.2": "network", "4.3": "host_unknown",
    "4.4": "host_unknown", "4.5": "rate", "4.6": "network", "4.7": "expired", "5.3": "policy", "6.0": "content",
    "6.1": "content", "6.3": "content", "6.7": "content", "7.0": "policy", "7.1": "policy", "7.2": "filtered",
    "7.8": "authentication", "7.9": "authentication", "7.20": "authentication", "7.21": "authentication",
    "7.23": "authentication", "7.24": "authentication", "7.25": "authentication", "7.26": "authentication",
    "7.27": "host_unknown", "7.28": "spam",
}  # fmt: skip


_EXACT: Final = frozenset(("user_unknown", "mailbox_full", "size", "expired"))
_ABOUT_THE_SENDER: Final = ("1.7", "1.8")


def reason_in(text: str) -> str | None:
    """The class of the reason that a diagnostic text gives, or None when no phrase of the table is in it."""
    lowered = " ".join(word for word in text[:REASON_CHARS].lower().split() if "." not in word or not _is_name(word))
    if not lowered:
        return None
    for reason, phrases in _PHRASES:
        if says_any(lowered, phrases):
            return reason
        if reason == "moved" and _tells_new_address(text):
            return reason
    return None


def _tells_new_address(text: str) -> bool:
    """Is somebody asked to try an address: "not local; please try nora@acorn.example"?"""
    _, asked, rest = text[:REASON_CHARS].lower().partition("please try")
    return asked != "" and any("@" in word for word in rest.split(maxsplit=TRY_WORDS)[:TRY_WORDS])


def _is_name(word: str) -> bool:
    """Is a word only the address of somebody or the name of a host, which may be called "spam" or "relay"?"""
    bare = word.strip("<>()[]{}\"',;:.")
    last = bare.rpartition(".")[2]
    named = "://" not in bare and ("@" in bare or bare.count(".") > 1)
    return named and last.isalpha() and len(last) <= _LONGEST_TOP_DOMAIN


def reason_of(diagnostic: str, status: str | None, context: str = "") -> str:
    """The class of the reason, "other" when nothing tells.

    A code that says it exactly comes first (RFC 3463), then the words, as most codes are general, then any code, and
    last the words around the recipient, which may speak of something else.
    """
    by_status = _BY_STATUS.get(status[2:], "") if status else ""
    if status and status[2:] in _ABOUT_THE_SENDER:
        return by_status
    if by_status in _EXACT and status and status[2:] != "1.0":
        return by_status
    return reason_in(diagnostic) or by_status or reason_in(context) or "other"
