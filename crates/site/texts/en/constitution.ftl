constitution-title = The constitution
constitution-lead = These are the words the members adopted. Beside each article stands what its rules tell the program to do. The words bind; if a rule says something else, tell the secretary.
constitution-download = The document itself
constitution-digest = Its fingerprint:
