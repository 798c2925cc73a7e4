sign-in-title = Sign in
sign-in-link = By a link in your mail
sign-in-address = Your e-mail address
sign-in-address-hint = the one the union has for you
sign-in-address-odd = This does not look like an e-mail address. Please look at it again.
sign-in-send = Send me a link
sign-in-sent = If this address is on the roll, a link is on its way. It works once and for one hour. Nothing came? Ask the secretary which address the union has for you.
sign-in-passkey = With a passkey
sign-in-passkey-what = A passkey is on your phone or computer and opens with your finger, face or code. You can make one on the page about your membership.
sign-in-passkey-use = Use a passkey
sign-in-passkey-unknown = This passkey is not known here, or it was not accepted. Sign in by a link and make a new one.
sign-in-key = With an officer’s key
sign-in-key-what = For officers, committees and key holders who keep their key in a file.
sign-in-key-use = Use this key
sign-in-key-wrong = This is not a key file of this union, or it belongs to another site.
sign-in-key-unknown = This key is not in force. Two officers have to compare its fingerprint and admit it.
sign-in-needs-script = This needs JavaScript, which is off here. The link in your mail works without.
sign-in-link-used = This link was used already, or it is older than an hour. Ask for a new one.
sign-in-one-step = One more step
sign-in-one-step-why = Press the button to sign in. The link works only once, and this step keeps mail programs from using it up.
letter-link-subject = Your link to { $union }
letter-link = Hello { $name },

    this link signs you in to { $union }. It works once and for { $minutes } minutes:

    { $link }

    If you did not ask for it, do nothing. Nobody can sign in without it.
letter-check = To check that this letter is real: the site’s address is { $url }, and it never asks for a voting credential by mail.
