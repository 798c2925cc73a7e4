## Dates and numbers
date-long = { $weekday }, { $month } { $day }, { $year }
date-plain = { $month } { $day }, { $year }
date-short = { $month } { $day }
date-and-time = { $date }, { $hour12 }:{ $minute } { $half } { $zone }
date-until = the end of { $date } ({ $zone })
time-am = AM
time-pm = PM
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
in-minutes = { $n ->
    [0] now
    [one] in { $n } minute
   *[other] in { $n } minutes
}
in-hours = { $n ->
    [one] in { $n } hour
   *[other] in { $n } hours
}
in-days = { $n ->
    [one] in { $n } day
   *[other] in { $n } days
}
ago-minutes = { $n ->
    [0] just now
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
ago-hours = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}

## The frame around every page
skip-to-content = Skip to the content
nav-label = Main
nav-home = Home
nav-elections = Elections
nav-docket = What is due
nav-constitution = Constitution
nav-record = Record
nav-roll = Roll
nav-me = My membership
nav-work = My duties
nav-sign-in = Sign in
nav-sign-out = Sign out
nav-language = Language
nav-demo = Demo: step into a role
frame-signed-in = Signed in: { $who }
frame-footer = Every official act of this union is on a record that anyone can check.
frame-footer-check = How to check it
frame-footer-host = Until independent witnesses countersign this record, the host could still show different people different histories. Compare the checkpoint with a colleague.
frame-health = Is everything working?
demo-banner = This is a demonstration. The people and the dates are invented; everything else is real.
