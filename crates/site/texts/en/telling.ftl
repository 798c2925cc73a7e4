role-key-holder = Key holder { $n }
role-member = Member { $id }
actor-host = A member, by the host’s word
actor-host-itself = Those who run the site, of themselves
actor-clock = The clock
election-name = Election of { $plan }, no. { $number }
standing-good = in good standing
standing-not-good = not in good standing
channel-post = by post
channel-email = by e-mail
channel-board = on the notice board
channel-other = otherwise
tell-found = The union is founded and its constitution adopted.
tell-desk = From now on, people’s browsers get the voting program (the “desk”) whose digest is { $digest }.
tell-key-admit = A key is admitted for: { $role }.
tell-key-revoke = A key is revoked.
tell-key-fingerprint = Its fingerprint is { $fingerprint }.
tell-roll-load = A roll of { $members } members is put in force, { $good } of them in good standing.
tell-call = { $election } is called. Voting opens on { $date }.
tell-appoint = { $n } key holders are appointed for { $election }.
tell-appoint-one = Key holder { $n } has the key { $fingerprint }.
tell-notice-nominations = Notice of nominations for { $election } was served.
tell-notice-election = Notice of { $election } was served.
tell-sent = { $n } { $channel }.
tell-nominate = Somebody is nominated in { $election } for: { $office }.
tell-accept = A nomination in { $election } is accepted, and the name may stand on the ballot.
tell-accept-statement = A nomination in { $election } is accepted; the name may stand on the ballot, with a statement to the voters.
tell-decline = A nomination in { $election } is declined.
tell-eligibility = The facts about a nominee in { $election } are found.
tell-finding = { $months ->
    [one] Member for { $months } month
   *[other] Member for { $months } months
}, { $standing }.
tell-freeze = The roll of voters of { $election } is frozen: { $n } members can vote.
tell-present = Key holder { $n } presents a share of the key of { $election }.
tell-set-ballot = The ballot of { $election } is set: candidates, keys and credentials are fixed from here.
tell-ballots = { $election } has { $n ->
    [one] { $n } ballot
   *[other] { $n } ballots
} in its box.
tell-share = Key holder { $n } opens their part of the result of { $election }.
tell-protest = A protest against { $election } is filed.
tell-protest-upheld = A protest against { $election } is upheld: the election is void and is held again.
tell-protest-rejected = A protest against { $election } is not upheld.
tell-certify = The result of { $election } is certified.
tell-elapse = { $election }: the time of this step is over: { $step }.
tell-tally = { $n ->
    [one] { $n } ballot counts
   *[other] { $n } ballots count
}, one for each voter.
tell-result = The result is declared.
step-call = call the election
step-nomination-notice = notice of nominations
step-nominate = nominations
step-accept = accepting nominations
step-eligibility = who may stand
step-freeze = freezing the roll
step-keys = making the keys
step-ballot = drawing up the ballot
step-notice = notice of the election
step-open = opening the voting
step-close = closing the voting
step-tally = adding up the sealed ballots
step-decrypt = opening the result
step-result = declaring the result
step-protest = protests
step-decide-protest = deciding the protests
step-certify = certifying the result
step-install = taking office
step-retain = keeping the records
bearer-key-holders = Each key holder
bearer-members = Any member
bearer-nominees = The nominee
tell-process-begin = { $process } begins.
tell-process-for = { $process }: done, or yes.
tell-process-against = { $process }: no.
tell-process-put-off = { $process } is to be put off.
tell-process-elapse = { $process }: the time of this step is over.
process-complaint = Complaint
process-complaint-about = Complaint against the { $who }
process-petition = Petition
process-recall = Recall
process-recall-about = Recall of the { $who }
process-vacancy = Empty office
process-vacancy-about = Empty office of { $who }
process-promise = Promise past its day
process-accounts = Report on the money
process-amendment = Change of the constitution
process-protest = Protest
process-election = Election
process-election-about = Election of the { $who }
process-first-election = First election
process-first-election-about = First election of the { $who }
process-duty = Duty
process-publication = Report
process-meeting = Meeting
process-referendum = Vote of all members
process-removal-for-cause = Removal from office
process-removal-for-cause-about = Removal of the { $who }
process-hearing = Charges against a member
process-appeal = Appeal
process-interpretation = Question about what the constitution means
process-emergency = Emergency
process-filing = Report to the government
process-finance = Check of the books
process-bargaining = Bargaining
process-retention = Keeping records
process-conflict-of-interest = Declaration of interests
process-sortition = Drawing by lot
bearer-everybody = The members
bearer-nobody = nobody (the rules name no one)
span-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
span-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
span-business-days = { $n ->
    [one] { $n } business day
   *[other] { $n } business days
}
span-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
span-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
}
tell-process-text = The new text is the one whose digest is { $digest }.
process-in-promise-status = How promises stand
process-in-promise-status-about = How the promises of the { $who } stand
process-in-complaint-interim = Keeping people apart while a complaint is open
process-in-complaint-members = Complaint about a member
process-in-emergency-report = Report on an emergency
process-in-finance-audit = Check of the books
process-in-finance-dues = Change of the dues
process-in-finance-assessments = Special contribution
process-in-bargaining-ratification = Vote on a contract
process-in-bargaining-strike = Vote on a strike
process-in-publication-rights = Telling members their rights
process-in-publication-minutes = Minutes for all members
process-conflict-of-interest-about = Declaration of interests of the { $who }
process-sortition-about = Drawing the { $who } by lot
