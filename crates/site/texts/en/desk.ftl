desk-title = The program that works in your browser here
desk-what = What has to stay secret is done in your own browser by a small program, the “desk”: it seals ballots, makes keys and signs. This number is its fingerprint (SHA-256). If a single letter of the program were different, the number would be another.
desk-recorded = The union’s record names the same number since { $since }, and cannot be changed unseen.
desk-not-recorded = The record does not name this number. Do not use this page, and tell the election committee.
desk-compare = To compare: read the number out to somebody who opened this page elsewhere, or hold it against the one the program’s makers publish. To work it out yourself, save the program and run:
desk-download = Save the program (desk.wasm)
