"""Edits of a rule that change what it means, with how the old one then relates to the new; and edits that do not.

Each is a pair of conditions of one rule that grants `ped.climate@2`, or of whole lists of rules.
"""

from __future__ import annotations

CHANGES = {
    # thresholds by one
    "level up": ("{diploma: {nlqf: '>= 5'}}", "{diploma: {nlqf: '>= 6'}}", "more-generous"),
    "level down": ("{diploma: {nlqf: '>= 6'}}", "{diploma: {nlqf: '>= 5'}}", "stricter"),
    "at least becomes more than": ("{diploma: {nlqf: '>= 5'}}", "{diploma: {nlqf: '> 5'}}", "more-generous"),
    "at least becomes exactly": ("{diploma: {nlqf: '>= 5'}}", "{diploma: {nlqf: 5}}", "more-generous"),
    "exactly becomes at most": ("{diploma: {nlqf: 5}}", "{diploma: {nlqf: '<= 5'}}", "stricter"),
    "up becomes down": ("{diploma: {nlqf: '>= 5'}}", "{diploma: {nlqf: '<= 5'}}", "incomparable"),
    "other than": ("{diploma: {nlqf: '!= 5'}}", "{diploma: {nlqf: '> 5'}}", "more-generous"),
    "credits by half": ("{course: {ec: '>= 5 EC'}}", "{course: {ec: '>= 5.5 EC'}}", "more-generous"),
    "credits just over": ("{course: {ec: '>= 5 EC'}}", "{course: {ec: '> 5 EC'}}", "more-generous"),
    "hours by one": ("{work: {hours: '>= 800 h'}}", "{work: {hours: '>= 801 h'}}", "more-generous"),
    "hours by a hundredth": ("{work: {hours: '>= 800 h'}}", "{work: {hours: '>= 799.99 h'}}", "stricter"),
    "days a week": ("{work: {days: '>= 2 days/week'}}", "{work: {days: '>= 3 days/week'}}", "more-generous"),
    "lessons where none is none": (
        "{work: {lessons: '>= 1 lessons'}}",
        "{work: {lessons: '>= 0 lessons'}}",
        "stricter",
    ),
    "mark by a tenth": (
        "{course: {grade: {scale: nl-10, value: '>= 5.5'}}}",
        "{course: {grade: {scale: nl-10, value: '>= 5.6'}}}",
        "more-generous",
    ),
    "mark on another scale": (
        "{course: {grade: {scale: nl-10, value: '>= 8'}}}",
        "{course: {grade: {scale: de-6, value: '<= 2'}}}",
        "incomparable",  # a German 1.5 does not convert, and neither does a Dutch 8
    ),
    "report score": ("{report: {score: '>= 4'}}", "{report: {score: '> 4'}}", "more-generous"),
    # counts
    "two instead of one": (
        "{evidence: {kind: course, count: 1}}",
        "{evidence: {kind: course, count: 2}}",
        "more-generous",
    ),
    "three instead of two": (
        "{evidence: {kind: course, count: 3}}",
        "{evidence: {kind: course, count: 2}}",
        "stricter",
    ),
    "ten of a kind": ("{evidence: {kind: badge, count: 10}}", "{evidence: {kind: badge, count: 11}}", "more-generous"),
    "at least of two": (
        "{at_least: {k: 1, of: [{diploma: {nlqf: 6}}, {course: {ec: '>= 5 EC'}}]}}",
        "{at_least: {k: 2, of: [{diploma: {nlqf: 6}}, {course: {ec: '>= 5 EC'}}]}}",
        "more-generous",
    ),
    "two of three": (
        "{at_least: {k: 2, of: [{diploma: {}}, {course: {}}, {badge: {}}]}}",
        "{at_least: {k: 2, of: [{diploma: {}}, {course: {}}, {report: {}}]}}",
        "incomparable",
    ),
    # sums
    "sum by one": (
        "{sum: {of: hours, over: {work: {}}, at_least: 800 h}}",
        "{sum: {of: hours, over: {work: {}}, at_least: 801 h}}",
        "more-generous",
    ),
    "sum by a tenth of a credit": (
        "{sum: {of: ec, over: {course: {}}, at_least: 30 EC}}",
        "{sum: {of: ec, over: {course: {}}, at_least: 29.9 EC}}",
        "stricter",
    ),
    "sum over less": (
        "{sum: {of: hours, over: {work: {}}, at_least: 800 h}}",
        "{sum: {of: hours, over: {work: {sector: care}}, at_least: 800 h}}",
        "more-generous",
    ),
    "sum over more kinds": (
        "{sum: {of: ec, over: {course: {}}, at_least: 30 EC}}",
        "{sum: {of: ec, over: {evidence: {kind: [course, badge]}}, at_least: 30 EC}}",
        "stricter",
    ),
    "sum or one item": (
        "{sum: {of: ec, over: {course: {}}, at_least: 30 EC}}",
        "{course: {ec: '>= 30 EC'}}",
        "more-generous",
    ),
    "sum that one item cannot reach": (
        "{sum: {of: hours, over: {work: {hours: '<= 400 h'}}, at_least: 800 h}}",
        "{sum: {of: hours, over: {work: {hours: '<= 400 h'}}, at_least: 801 h}}",
        "more-generous",
    ),
    "days a week added up": (
        "{sum: {of: days, over: {work: {}}, at_least: 3 days/week}}",
        "{sum: {of: days, over: {work: {}}, at_least: 4 days/week}}",
        "more-generous",
    ),
    "two sums that share": (
        (
            "{all: [{sum: {of: ec, over: {course: {issuer: a}}, at_least: 10 EC}}, "
            "{sum: {of: ec, over: {course: {}}, at_least: 30 EC}}]}"
        ),
        (
            "{all: [{sum: {of: ec, over: {course: {issuer: a}}, at_least: 10 EC}}, "
            "{sum: {of: ec, over: {course: {issuer: b}}, at_least: 20 EC}}]}"
        ),
        "more-generous",
    ),
    # spans
    "span by a month": (
        "{span: {over: {work: {}}, at_least: 12 months}}",
        "{span: {over: {work: {}}, at_least: 13 months}}",
        "more-generous",
    ),
    "span over less": (
        "{span: {over: {work: {}}, at_least: 12 months}}",
        "{span: {over: {work: {sector: care}}, at_least: 12 months}}",
        "more-generous",
    ),
    "span of recent work": (
        "{span: {over: {work: {}}, at_least: 12 months}}",
        "{span: {over: {work: {age: '<= 3 years'}}, at_least: 12 months}}",
        "more-generous",
    ),
    "span of work since a day": (
        "{span: {over: {work: {from: '>= 2020-01-01'}}, at_least: 12 months}}",
        "{span: {over: {work: {from: '>= 2021-01-01'}}, at_least: 12 months}}",
        "more-generous",
    ),
    "span as of a day": (
        "{span: {over: {work: {}}, at_least: 12 months}}",
        "{span: {over: {work: {}}, at_least: 12 months, as_of: 2020-01-01}}",
        "more-generous",
    ),
    "span longer than there is time": (
        "{span: {over: {work: {from: '>= 2025-01-01'}}, at_least: 19 months}}",
        "{span: {over: {work: {from: '>= 2025-01-01'}}, at_least: 24 months}}",
        "more-generous",
    ),
    "span as of the start": (
        "{span: {over: {work: {from: '>= 2026-01-01'}}, at_least: 12 months, as_of: start}}",
        "{span: {over: {work: {from: '>= 2026-01-01', sector: care}}, at_least: 12 months, as_of: start}}",
        "more-generous",
    ),
    "two spans apart": (
        "{span: {over: {work: {}}, at_least: 24 months}}",
        (
            "{all: [{span: {over: {work: {sector: care}}, at_least: 12 months}}, "
            "{span: {over: {work: {sector: school}}, at_least: 12 months}}]}"
        ),
        "incomparable",
    ),
    # dates and ages
    "age by a year": ("{diploma: {age: '<= 5 years'}}", "{diploma: {age: '<= 6 years'}}", "stricter"),
    "age by a month": ("{diploma: {age: '<= 60 months'}}", "{diploma: {age: '<= 61 months'}}", "stricter"),
    "age by a day": ("{diploma: {age: '<= 5 years'}}", "{diploma: {age: '< 5 years'}}", "more-generous"),
    "older instead of younger": ("{diploma: {age: '<= 5 years'}}", "{diploma: {age: '> 5 years'}}", "incomparable"),
    "age as of the start": (
        "{diploma: {age: '<= 5 years'}}",
        "{diploma: {age: '<= 5 years', as_of: start}}",
        "incomparable",
    ),
    "age as of a day": (
        "{diploma: {age: '<= 5 years'}}",
        "{diploma: {age: '<= 5 years', as_of: 2025-09-01}}",
        "stricter",
    ),
    "age at the start by a month": (
        "{certificate: {age: '<= 1 year 9 months', as_of: start}}",
        "{certificate: {age: '<= 1 year 10 months', as_of: start}}",
        "stricter",
    ),
    "age at the start by a day": (
        "{certificate: {age: '<= 1 year 9 months', as_of: start}}",
        "{certificate: {age: '< 1 year 9 months', as_of: start}}",
        "more-generous",
    ),
    "obtained a day later": (
        "{diploma: {date: '>= 2020-01-01'}}",
        "{diploma: {date: '>= 2020-01-02'}}",
        "more-generous",
    ),
    "obtained before or on": ("{diploma: {date: '< 2020-01-01'}}", "{diploma: {date: '<= 2020-01-01'}}", "stricter"),
    "work that ended": ("{work: {to: '< 2026-09-01'}}", "{work: {to: '<= 2026-09-01'}}", "stricter"),
    "work of an age": ("{work: {age: '<= 2 years'}}", "{work: {age: '<= 1 year'}}", "more-generous"),
    "start of the programme": (
        "{applicant: {start: '>= 2026-09-01'}}",
        "{applicant: {start: '> 2026-09-01'}}",
        "more-generous",
    ),
    "age on a leap day": (
        "{diploma: {date: 2024-02-29, age: '>= 1 year', as_of: 2025-02-28}}",
        "{diploma: {date: 2024-02-29, age: '> 1 year', as_of: 2025-02-28}}",
        "more-generous",
    ),
    # codes
    "a code less": ("{diploma: {country: [nl, be]}}", "{diploma: {country: nl}}", "more-generous"),
    "another code": ("{diploma: {country: nl}}", "{diploma: {country: be}}", "incomparable"),
    "none of": ("{diploma: {country: {not: [nl, be]}}}", "{diploma: {country: {not: nl}}}", "stricter"),
    "a field narrower": ("{diploma: {field: '011'}}", "{diploma: {field: '0113'}}", "more-generous"),
    "a field beside": ("{diploma: {field: '0113'}}", "{diploma: {field: '0114'}}", "incomparable"),
    "all subjects instead of one": (
        "{diploma: {subjects: [geography, history]}}",
        "{diploma: {subjects: {all: [geography, history]}}}",
        "more-generous",
    ),
    "a subject more": (
        "{diploma: {subjects: {all: [geography]}}}",
        "{diploma: {subjects: {all: [geography, history]}}}",
        "more-generous",
    ),
    "tags where none is none": ("{badge: {tags: {not: a}}}", "{badge: {tags: {not: [a, b]}}}", "more-generous"),
    "another kind": ("{diploma: {nlqf: 6}}", "{certificate: {nlqf: 6}}", "incomparable"),
    "a kind more": ("{diploma: {nlqf: 6}}", "{evidence: {kind: [diploma, certificate], nlqf: 6}}", "stricter"),
    "any kind": ("{diploma: {}}", "{evidence: {}}", "stricter"),
    "accredited": ("{course: {accredited: yes}}", "{course: {accredited: no}}", "incomparable"),
    "accredited or whatever": ("{course: {accredited: yes}}", "{course: {}}", "stricter"),
    "facts of the world": (
        "{diploma: {programme: hbo-bachelor, nlqf: '>= 6'}}",
        "{diploma: {programme: [hbo-bachelor, other], nlqf: '>= 6'}}",
        "stricter",
    ),
    "facts in a chain": (
        "{diploma: {programme: pabo, accredited: yes}}",
        "{diploma: {programme: pabo, issuer: university}}",
        "more-generous",
    ),
    # alignment
    "covers another": ("{course: {covers: ped.climate@2}}", "{course: {covers: ped.plan@2}}", "incomparable"),
    "covers a level up": ("{course: {covers: ped.climate@2}}", "{course: {covers: ped.climate@3}}", "more-generous"),
    "covers the whole": ("{course: {covers: ped.climate@1}}", "{course: {covers: ped@1}}", "more-generous"),
    "covers the target": ("{course: {covers: target}}", "{course: {covers: ped.climate@1}}", "stricter"),
    # verdicts
    "two assessors": ("{assessed: {assessors: '>= 2'}}", "{assessed: {assessors: '>= 1'}}", "stricter"),
    "another instrument": (
        "{assessed: {instrument: portfolio}}",
        "{assessed: {instrument: interview}}",
        "incomparable",
    ),
    "an older verdict": ("{assessed: {age: '<= 2 years'}}", "{assessed: {age: '<= 3 years'}}", "stricter"),
    "assessed on another": ("{assessed: {outcome: ped.plan@1}}", "{assessed: {outcome: history}}", "incomparable"),
    "assessed a level up": (
        "{assessed: {outcome: ped.climate@2}}",
        "{assessed: {outcome: ped.climate@3}}",
        "more-generous",
    ),
    "not assessed": ("{not: {assessed: {instrument: portfolio}}}", "{not: {assessed: {}}}", "incomparable"),
    # applicants and people
    "variant": ("{applicant: {variant: part-time}}", "{applicant: {variant: [part-time, dual]}}", "stricter"),
    "cohort": ("{applicant: {cohort: '>= 2025'}}", "{applicant: {cohort: '>= 2026'}}", "more-generous"),
    "years old": ("{applicant: {years-old: '>= 21'}}", "{applicant: {years-old: '> 21'}}", "more-generous"),
    "old enough for old work": (
        "{all: [{applicant: {years-old: '<= 30'}}, {work: {age: '> 29 years'}}]}",
        "{all: [{applicant: {years-old: '<= 29'}}, {work: {age: '> 28 years'}}]}",
        "incomparable",
    ),
    "employed": ("{applicant: {employment: yes}}", "{applicant: {employment: no}}", "incomparable"),
    "a person decides": (
        "{judgement: hardship, asks: 'Is it?'}",
        "{any: [{diploma: {}}, {not: {diploma: {}}}]}",
        "stricter",
    ),
    "another question": (
        "{judgement: hardship, asks: 'Is it?'}",
        "{judgement: relevant, asks: 'Is it?'}",
        "incomparable",
    ),
    # connectives
    "and becomes or": (
        "{all: [{diploma: {nlqf: 6}}, {course: {}}]}",
        "{any: [{diploma: {nlqf: 6}}, {course: {}}]}",
        "stricter",
    ),
    "not": ("{diploma: {nlqf: 6}}", "{not: {diploma: {nlqf: 6}}}", "incomparable"),
    "a condition more": ("{diploma: {nlqf: 6}}", "{all: [{diploma: {nlqf: 6}}, {course: {}}]}", "more-generous"),
    "one item or two": (
        "{diploma: {nlqf: 6, country: nl}}",
        "{all: [{diploma: {nlqf: 6}}, {diploma: {country: nl}}]}",
        "stricter",
    ),
    "exempt elsewhere": ("{exempt: history}", "{any: [{diploma: {}}, {not: {diploma: {}}}]}", "stricter"),
}

SAME = {
    "reordered": (
        "{any: [{diploma: {nlqf: 6, country: nl}}, {course: {}}]}",
        "{any: [{course: {}}, {diploma: {country: nl, nlqf: 6}}]}",
    ),
    "de morgan": (
        "{not: {any: [{diploma: {nlqf: 6}}, {course: {}}]}}",
        "{all: [{not: {diploma: {nlqf: 6}}}, {not: {course: {}}}]}",
    ),
    "twice not": ("{diploma: {nlqf: 6}}", "{not: {not: {diploma: {nlqf: 6}}}}"),
    "a redundant clause": (
        "{diploma: {nlqf: '>= 5'}}",
        "{any: [{diploma: {nlqf: '>= 5'}}, {diploma: {nlqf: 6, country: nl}}]}",
    ),
    "split by level": ("{diploma: {nlqf: '>= 6'}}", "{any: [{diploma: {nlqf: 6}}, {diploma: {nlqf: '>= 7'}}]}"),
    "more than is at least the next": ("{diploma: {nlqf: '> 5'}}", "{diploma: {nlqf: '>= 6'}}"),
    "every level there is": ("{diploma: {nlqf: '>= 1'}}", "{diploma: {}}"),
    "months and years": ("{diploma: {age: '<= 5 years'}}", "{diploma: {age: '<= 60 months'}}"),
    "by a fact of the world": ("{diploma: {programme: hbo-bachelor, nlqf: 6}}", "{diploma: {programme: hbo-bachelor}}"),
    "by two facts in a chain": ("{diploma: {programme: pabo, accredited: yes}}", "{diploma: {programme: pabo}}"),
    "what a fact rules out": (
        "{diploma: {programme: hbo-bachelor, nlqf: 4}}",
        "{diploma: {programme: hbo-bachelor, issuer: elsewhere}}",
    ),
    "a count as a count of two": (
        "{any: [{evidence: {kind: course, count: 2}}, {evidence: {kind: course, count: 3}}]}",
        "{evidence: {kind: course, count: 2}}",
    ),
    "one of three": (
        "{at_least: {k: 1, of: [{diploma: {}}, {course: {}}, {badge: {}}]}}",
        "{any: [{badge: {}}, {course: {}}, {diploma: {}}]}",
    ),
    "a sum of what is there": (
        "{all: [{sum: {of: ec, over: {course: {ec: '>= 5 EC'}}, at_least: 5 EC}}]}",
        "{course: {ec: '>= 5 EC'}}",
    ),
    "a narrower sum and a wider": (
        (
            "{all: [{sum: {of: ec, over: {course: {issuer: a}}, at_least: 10 EC}}, "
            "{sum: {of: ec, over: {course: {}}, at_least: 10 EC}}]}"
        ),
        "{sum: {of: ec, over: {course: {issuer: a}}, at_least: 10 EC}}",
    ),
    "a span of more than there is time for": (
        "{any: [{diploma: {}}, {span: {over: {work: {from: '>= 2025-09-01'}}, at_least: 24 months}}]}",
        "{diploma: {}}",
    ),
    "nobody works such hours": (
        "{any: [{diploma: {}}, {work: {from: '>= 2026-08-01', hours: '>= 400 h'}}]}",
        "{diploma: {}}",
    ),
    "nobody starts so late": (
        "{any: [{diploma: {}}, {applicant: {start: '>= 2040-01-01'}}]}",
        "{diploma: {}}",
    ),
    "nobody has such a diploma": ("{any: [{course: {}}, {diploma: {ec: '>= 400 EC'}}]}", "{course: {}}"),
    "codes that fall under one": ("{diploma: {field: ['011', '0113']}}", "{diploma: {field: '011'}}"),
    "a level that includes lower ones": (
        "{any: [{course: {covers: ped.climate@3}}, {course: {covers: ped.climate@1}}]}",
        "{course: {covers: ped.climate@1}}",
    ),
    "verdicts of a level that includes lower ones": (
        "{any: [{assessed: {outcome: ped.climate@3}}, {assessed: {outcome: ped.climate@2}}]}",
        "{assessed: {outcome: ped.climate@2}}",
    ),
    "the variants one by one": (
        "{any: [{applicant: {variant: part-time}}, {applicant: {variant: dual}}]}",
        "{applicant: {variant: [dual, part-time]}}",
    ),
    "nobody obtains a diploma before birth": (
        "{any: [{course: {}}, {all: [{applicant: {years-old: '<= 30'}}, {diploma: {age: '> 31 years'}}]}]}",
        "{course: {}}",
    ),
    "conduct where none is no": ("{applicant: {vog: yes}}", "{not: {applicant: {vog: no}}}"),
    "dates in another way": ("{diploma: {date: '> 2019-12-31'}}", "{diploma: {date: '>= 2020-01-01'}}"),
    "ages by their day": ("{diploma: {age: '<= 5 years'}}", "{diploma: {date: '>= 2021-09-01'}}"),
}
