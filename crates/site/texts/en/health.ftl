health-works = works
health-trouble = in trouble
health-record = The record
health-record-fine = It takes new acts. The last one was recorded on { $when }.
health-record-broken = It takes nothing new at the moment. Nothing that was answered is lost; please try again later.
health-store = The storage
health-store-fine = What was recorded can be read.
health-store-broken = What was recorded cannot be read at the moment.
health-mail = Mail
health-mail-none = No mail server is named here, so letters wait. Whoever runs the machine names one with --mail.
health-mail-fine = { $n ->
    [0] Everything is sent.
    [one] One letter is on its way.
   *[other] { $n } letters are on their way.
}
health-mail-waiting = { $n ->
    [one] One letter waits: the mail server does not take it. It is kept and tried again.
   *[other] { $n } letters wait: the mail server does not take them. They are kept and tried again.
}
health-mail-broken = The outbox cannot be read.
