"""The questions of docs/queries.md: each is asked of the bundled chronology, as a user would."""

from __future__ import annotations

from typing import NamedTuple


class Recipe(NamedTuple):
    """A question, what it teaches, and the command line that answers it."""

    question: str
    note: str
    command: str


TODAY = "--today 2026-11-21"

RECIPES = (
    Recipe("What is known about the founding of NUM?", "`show` tells everything about an event.",
           "timeline show num-founding"),
    Recipe("Which networks were founded between 2020 and 2025?",
           "Both years count whole. Options are short for terms: this is `kind:founding`.",
           "timeline between 2020 2025 --kind founding --fields date,title,networks"),
    Recipe("What was funded or founded at NUM that had nothing to do with COVID?",
           "A comma means any of several, `not:` what must not hold.",
           "timeline list network:NUM kind:founding,funding not:tag:covid --fields date,title"),
    Recipe("What happened in Berlin or in Leipzig in 2025?",
           "Several terms must all hold; `OR` and parentheses say otherwise. A shell wants them "
           "in quotation marks.",
           "timeline list '(place:Berlin OR place:Leipzig)' date:2025 --fields date,place,title"),
    Recipe("Which events touch the first half of 2025, and which only may?",
           "A date that is only a year may lie in any part of it: such a match is marked.",
           "timeline list network:MII date:2025-40"),
    Recipe("And which of them are certain?", "", "timeline list network:MII date:2025-40 --certain"),
    Recipe("Which are in doubt?", "`certain:no` keeps what `--certain` leaves out.",
           "timeline list network:MII date:2025-40 certain:no --fields date,title,certainty"),
    Recipe("What lay wholly within the first funding phase of the MII?",
           "`date:` finds what touches a window, `within:` what does not reach out of it.",
           "timeline list network:MII within:2018..2022 --fields date,title,certainty"),
    Recipe("What was over before the pandemic?", "`before:` is certain once the latest possible "
           "end has passed.", "timeline list before:2020 network:GBN,GBA,TMF --fields date,title,certainty"),
    Recipe("What began after July 2025?", "", "timeline list after:2025-07 --fields date,title,status"),
    Recipe("Which events mention biobanks, in any form of the word?",
           "A `*` stands for the rest of a word. Titles and summaries are searched in both languages.",
           "timeline list 'biobank*' --limit 3 --fields date,title"),
    Recipe("What is about biobanks, and what only mentions them?",
           "`search` puts the best match first: what has all words in its title, then what has one of them there, then "
           "what has all of them in title and summary, and then what has them in names, too (networks, kind, tags, place). "
           "Where one word of several suffices (OR), what has fewer comes last. Equally good matches stand by date.",
           "timeline search 'biobank*' --limit 5 --fields date,title"),
    Recipe("Where is data integration mentioned, word by word?",
           "Quotation marks keep words together; the shell needs its own around them.",
           "timeline search '\"data integration\"' --fields date,title"),
    Recipe("I type no umlauts: does it find Universitätsmedizin?", "Case and accents do not matter.",
           "timeline search title:universitatsmedizin --lang de --limit 4 --fields date,title"),
    Recipe("Where did more than 100 million euros go?",
           "Figures are compared with `>`, `>=`, `<`, `<=`, a number or `a..b`. A figure that its "
           "source only rounds (`~`) is a possible match.",
           "timeline list 'figures.funding_eur:>100000000' --fields date,title,figures,certainty"),
    Recipe("Which events tell a number of sites at all?", "`*` means any value.",
           "timeline list 'figures.sites:*' --fields date,title,figures"),
    Recipe("Which events name no network?", "", "timeline list 'not:network:*' --fields id,date,title"),
    Recipe("What does one source tell us?", "The names of sources: `timeline sources`.",
           "timeline list source:tmf-five-years --fields date,title"),
    Recipe("What is planned?", "", "timeline list status:planned"),
    Recipe("What could a reader know about GBN at the end of 2022?",
           "Certain is what a source of that time tells; possible, what an undated source may "
           "have told by then.",
           "timeline list network:GBN --known-by 2022-12-31 --fields date,title,certainty"),
    Recipe("Was the second phase of the MII already announced by then? Was GBN part of NUM?",
           "It was; GBN's step came later.",
           "timeline list id:mii-phase-2,gbn-joins-num --known-by 2022-12-31 --fields id,date"),
    Recipe("What was going on on 1 July 2025, and for how long had it been?",
           "`at` tells of every event how long it had run and what is still to come of it.",
           "timeline at 2025-07-01 network:NUM,GBN"),
    Recipe("What is going on today at NUM?", "`--today` makes the answer repeatable.",
           f"timeline at today network:NUM {TODAY} --fields date,title,state"),
    Recipe("What happened on this day?", "Without a date, today's; what is not known to the day has none.",
           f"timeline list --on-this-day 1.7. {TODAY} --fields date,title"),
    Recipe("What belongs to NUM's third phase?", "",
           "timeline list part-of:num-phase-3 --fields date,title"),
    Recipe("How many events begin in each year?", "On a terminal every row has a bar.",
           "timeline stats network:NUM --by year"),
    Recipe("How much money is told of, by network?",
           "Hedges stay visible, and so does how many of the events tell a sum at all. Phases and "
           "their parts may tell the same money twice: choose events before you add up.",
           "timeline stats kind:funding --by network --sum funding_eur"),
    Recipe("When did nothing happen at TMF for two years or more?", "",
           f"timeline stats --gaps 2y network:TMF {TODAY}"),
    Recipe("Which networks appear in events of 2026?", "`networks`, `kinds`, `tags` and `sources` "
           "take queries, too.", "timeline networks date:2026"),
    Recipe("What goes into the newsletter: the last five events, newest first?", "",
           "timeline list until:2026-06 certain:yes --reverse --limit 5"),
    Recipe("The same for a script?", "",
           "timeline list network:M1 kind:founding --format json --fields id,date,sources"),
)  # fmt: skip
