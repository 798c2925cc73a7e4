constitution-title = The constitution
constitution-lead = These are the words the members adopted. Beside each article stands what its rules tell the program to do. The words bind; if a rule says something else, tell the secretary.
constitution-download = The document itself
constitution-digest = Its fingerprint:
constitution-contents = Articles
constitution-rules = What the rules say
constitution-prose-only = This article has words only. People apply it.
constitution-no-rules = No rules stand here.
