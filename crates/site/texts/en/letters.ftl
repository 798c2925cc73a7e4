letter-greeting = Hello { $name },
letter-notice = this notice of { $union } was served and is on its record:

    { $text }

    More about it: { $url }
letter-nominations-subject = { $union }: nominations will open
letter-nominations = nominations for { $offices } open on { $nominations } and are open until { $nominations-until }. Any member in good standing can nominate any other, or themselves. Who may stand and by when is in the constitution.

    Nobody served this notice in time, so the rules serve it themselves.

    How to nominate: { $url }
letter-election-subject = { $union }: voting
letter-election = voting for { $offices } opens on { $opens } and is open until { $closes }. Your credential comes in a letter of its own; you can vote from any phone or computer.

    Nobody served this notice in time, so the rules serve it themselves.

    How to vote and how to protest: { $url }
letter-nominated-subject = { $union }: you were nominated
letter-nominated = somebody nominated you as { $office } ({ $election }). You decide. Please accept or decline: you have until { $accept }. Without an answer the nomination ends.

    Your answer, after signing in: { $url }
letter-result-subject = { $union }: the result is declared
letter-result = the result is declared: { $election }. Who was elected, with the arithmetic, and how to check it yourself: { $url }

    Whoever thinks that something went wrong can protest until { $protest }, on the same page.
