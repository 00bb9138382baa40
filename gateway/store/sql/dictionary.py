"""What mails have in common: the words that packed values are told by their place in this text (RFC 1950, FDICT).

Never change a byte of `FIRST`: what is stored is read with it. A better text is a second one with a mark of its own.
What is met most often stands at the end.
"""

from typing import Final

FIRST: Final = (
    """Guten Tag , wir haben Ihre Mail erhalten. Sie ist jetzt Ticket . Art: Störung Priorität: mittel hoch niedrig
Anwendung: Servicelevel: Erste Antwort bis: Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Januar Februar
März
April Mai Juni Juli August September Oktober November Dezember Uhr
Ein Support-Ingenieur liest Ihr Ticket und antwortet Ihnen per Mail, spätestens zur oben genannten Zeit.
Um etwas zu ergänzen, antworten Sie einfach auf diese Mail. In der Dokumentation hilft Ihnen inzwischen vielleicht:
Mit freundlichen Grüßen
Sehr geehrte Damen und Herren, vielen Dank für Ihre Nachricht. Eskalation Auswirkung auf das Geschäft Grund
Please give: Ticket number: Reason: Business impact: escalation manager rejected accepted requested the license
expires on
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
October November December 2026 2027 2028 2029 CET (UTC) CEST (UTC) 09:00 10:00 11:00 12:00 13:00 14:00 15:00 16:00 17:00
Type: incident question change_request change request
Priority: critical high medium low
App: Service level: First answer by:
A support engineer reads your ticket and answers you by mail, at the latest at the time above.
To add something, simply reply to this mail.
The documentation may help in the meantime: https://docs.
Is the type not right? Then reply with a line such as this one (question, incident or change_request):
New ticket , assigned to nobody yet.
From:
Organization:
App:
Environment:
Response due:
Resolution due:
Your reply to this mail goes to the customer. Commands stand on lines of their own:
- #internal: the reply becomes an internal note
- #assign MAIL, #priority critical|high|medium|low, #type question|incident|change_request
- #status open|pending|on_hold|solved|closed
- #help: all commands
Hello ,
We have received your mail. It is now ticket T-00
Kind regards
the and that this with for not but you your have has are was were from there when which what can will would we our
Best regards, Thank you Thanks Many thanks On wrote: Am schrieb: Sent from my iPhone
--
Received: from by with ESMTPS id for ; (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)
ARC-Seal: ARC-Message-Signature: ARC-Authentication-Results: i=1; mx.google.com; dkim=pass header.i=@ header.s= spf=pass
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d= s=
h=from:to:subject:date:message-id:mime-version:content-type; bh= b=
Authentication-Results: dmarc=pass (p=NONE sp=NONE dis=NONE) header.from= smtp.mailfrom= X-Mailer: User-Agent: Mozilla
Thunderbird
X-MS-Exchange-Organization- Thread-Index: Thread-Topic: Accept-Language: en-US Content-Language: en-US Return-Path: <
Content-Type: multipart/alternative; boundary="----=_Part_
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable base64
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div dir="ltr"><p
class="MsoNormal">
</p></div><br></body></html><span style="font-family:Calibri,sans-serif;font-size:11pt;color:#000000"><blockquote>
&nbsp;
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit 7bit
Date: Mon, 2 Mar 2026 09:00:00 +0100 Tue, Wed, Thu, Fri, Sat, Sun, Jan Feb Apr May Jun Jul Aug Sep Oct Nov Dec +0000
References: <
In-Reply-To: <
Message-ID: <
Subject: Re:
To: support@
From: "
"X-Gateway-Template": "escalation_ack", "license_renewal_notice", "agent_case_update", "case_reply", {"From": "Support
<support@",
"Content-Language": "de"} "Auto-Submitted": "auto-generated", "Cc": "List-Unsubscribe": "<https://
{"From": " Support <support@", "To": " <", "Subject": "[T-00] ", "Message-ID": "<t-00", "Reply-To": "support+T-00",
"In-Reply-To": "<", "References": "<", "X-Gateway-Template": "agent_new_ticket", "ack_new_ticket", "X-Loop": "",
"X-Gateway-Ticket": "T-00", "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "Content-Language":
"en"}
"""
).encode()
