work-key-holder = Key holder of an election
work-now = To do now
work-nothing = Nothing is waiting for you at the moment.
work-do = Do it
work-always = At any time
work-roll = The roll: search, correct, load
