home-not-founded = This union is not founded yet. Its record will begin with that act.
home-title = Home
home-lead = { $members } members, { $good } of them in good standing, govern themselves here.
home-voting-open = Voting is open
home-vote-now = Vote now
home-until = until { $when }
home-look = Look at this election
home-due = What is due next
home-due-none = Nothing is due at the moment.
home-due-all = Everything that is due
home-late = overdue
home-offices = Who holds office
home-office = Office
home-holder = Holder
home-until-head = Until
home-vacant = { $n ->
    [one] vacant
   *[other] { $n } seats vacant
}
home-name-erased = Name no longer kept
home-latest = What happened last
home-latest-all = The whole record
