"""Reads an iCalendar text on standard input with the icalendar package and prints what it found, as JSON."""

import datetime
import json
import sys

import icalendar

calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())


def moment(event, key):
    if key not in event:
        return None
    found = event.decoded(key)
    if isinstance(found, datetime.datetime):
        assert found.utcoffset() == datetime.timedelta(0), "every time is in UTC"
        return int(found.timestamp())
    return found.isoformat()


def text(event, key):
    return None if key not in event else str(event[key])


events = [
    {
        "uid": text(event, "UID"), "title": text(event, "SUMMARY"), "description": text(event, "DESCRIPTION"),
        "place": text(event, "LOCATION"), "url": text(event, "URL"), "status": text(event, "STATUS"),
        "starts": moment(event, "DTSTART"), "ends": moment(event, "DTEND"), "stamp": moment(event, "DTSTAMP"),
        "sequence": event.get("SEQUENCE"), "errors": [str(error) for error in event.errors],
    }
    for event in calendar.walk("VEVENT")
]
print(json.dumps({
    "version": text(calendar, "VERSION"), "method": text(calendar, "METHOD"), "name": text(calendar, "X-WR-CALNAME"),
    "components": [part.name for part in calendar.walk()], "events": events,
}))
