"""What the rules are called, and what each looks for."""

RULE_NAMES = {
    "hall-busy": "Two shows in one hall",
    "hall-closed": "Hall closed",
    "hall-lacks-format": "Hall cannot show it",
    "hall-too-small": "Hall too small",
    "print-in-two-places": "Print in two places",
    "print-unavailable": "Print not here",
    "guest-in-two-places": "Guest in two places",
    "guest-away": "Guest away",
    "repeat-too-close": "Repeat too close",
    "audience-clash": "Films for the same people at once",
    "premiere-order": "Press before premiere, embargo",
    "late-for-children": "Late for children",
    "outside-festival": "Outside the festival",
    "runtime-mismatch": "Length does not add up",
}
RULE_QUESTIONS = {
    "hall-busy": "Less than the changeover between two shows. Two at one time are an error whatever is set here.",
    "hall-closed": "Outside a hall’s opening hours, or on a day it is closed.",
    "hall-lacks-format": "A format its hall does not name.",
    "hall-too-small": "More people are expected than the hall seats.",
    "print-in-two-places": "One print in two halls at once, or without time to carry it there.",
    "print-unavailable": "Before the print comes or after it has left.",
    "guest-in-two-places": "A guest at two shows at once, or without time for the way.",
    "guest-away": "Before a guest has arrived or after they have left.",
    "repeat-too-close": "One film twice on a day, or at the same time of the day.",
    "audience-clash": "One section, director or country twice at the same time.",
    "premiere-order": "The press sees a premiere before the public does, or anybody a film before its embargo ends.",
    "late-for-children": "A film for children that ends after the hour below.",
    "outside-festival": "Before the first or after the last festival day.",
    "runtime-mismatch": "A stated length that is not introduction, film and Q&A together.",
}
