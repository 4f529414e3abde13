"""Shapes that give an identifier away: numbers, ways to reach somebody, dates, ages."""

from __future__ import annotations

import pytest

from workbench.privacy.detect import find_identifiers
from workbench.privacy.values import IdentifierClass as Kind
from workbench.privacy.values import Talk


def found(text: str) -> list[tuple[str, Kind]]:
    return [(hit.text, hit.kind) for hit in find_identifiers([Talk(text)])[0] if not hit.kind.is_name]


@pytest.mark.parametrize(
    ("text", "what", "kind"),
    [
        # health numbers of every province and territory
        ("My Alberta health care number is 31906-4482.", "31906-4482", Kind.HEALTH_NUMBER),
        ("It said 319 064 482 on the card.", "319 064 482", Kind.HEALTH_NUMBER),
        ("They read out 319064482.", "319064482", Kind.HEALTH_NUMBER),
        ("In BC it was 9698 658 215.", "9698 658 215", Kind.HEALTH_NUMBER),
        ("Ontario gave me 4016-773-952-KR.", "4016-773-952-KR", Kind.HEALTH_NUMBER),
        ("My health card says 4016 773 952.", "4016 773 952", Kind.HEALTH_NUMBER),
        ("La carte, c'est HUDL 1604 0912.", "HUDL 1604 0912", Kind.HEALTH_NUMBER),
        ("The Saskatchewan health card, 112 233 445.", "112 233 445", Kind.HEALTH_NUMBER),
        ("Manitoba's PHIN is 100 200 300.", "100 200 300", Kind.HEALTH_NUMBER),
        ("Medicare in Moncton, 221 334 556.", "221 334 556", Kind.HEALTH_NUMBER),
        ("My MSI health card was 0012 345 678.", "0012 345 678", Kind.HEALTH_NUMBER),
        ("On the Island my health card is 01234567.", "01234567", Kind.HEALTH_NUMBER),
        ("The MCP number 123456789012 was wrong.", "123456789012", Kind.HEALTH_NUMBER),
        ("Yukon health care, 002 123 456.", "002 123 456", Kind.HEALTH_NUMBER),
        ("In Yellowknife I had N 123 4567.", "N 123 4567", Kind.HEALTH_NUMBER),
        ("In Nunavut my health card is 101 234 567.", "101 234 567", Kind.HEALTH_NUMBER),
        # other numbers
        ("My SIN is 046 454 286.", "046 454 286", Kind.SIN),
        ("It is 046454286, my social insurance.", "046454286", Kind.SIN),
        ("The bracelet said MRN 00412977.", "MRN 00412977", Kind.RECORD_NUMBER),
        ("My chart number is 4471.", "4471", Kind.RECORD_NUMBER),
        ("WCB claim 7719-20443 took years.", "7719-20443", Kind.RECORD_NUMBER),
        ("My status number is 4390012345.", "4390012345", Kind.RECORD_NUMBER),
        ("The pump is SN-KX48-20917.", "SN-KX48-20917", Kind.DEVICE),
        ("The plate was TRK-4471.", "TRK-4471", Kind.PLATE),
        ("Her licence plate is BZT 1189.", "BZT 1189", Kind.PLATE),
        ("Call me, four oh three, five five five, oh one nine oh.", "four oh three, five five five, oh one nine oh", Kind.SPOKEN_DIGITS),
        ("it was seven eight zero five five five oh one four three ok", "seven eight zero five five five oh one four three", Kind.SPOKEN_DIGITS),
        ("c'est cinq un quatre, cinq cinq cinq, zéro un", "cinq un quatre, cinq cinq cinq, zéro un", Kind.SPOKEN_DIGITS),
        # ways to reach somebody
        ("I'm at 403-555-0190.", "403-555-0190", Kind.PHONE),
        ("Phone (403) 555-0177 after six.", "(403) 555-0177", Kind.PHONE),
        ("Fax 1-780-555-0186, please.", "1-780-555-0186", Kind.PHONE),
        ("Call 7805550143.", "7805550143", Kind.PHONE),
        ("From abroad, +44 20 7946 0958.", "+44 20 7946 0958", Kind.PHONE),
        ("Just dial 555-0143.", "555-0143", Kind.PHONE),
        ("Write to salma.o@example.org.", "salma.o@example.org", Kind.EMAIL),
        ("it's jo dot smith at gmail dot com", "jo dot smith at gmail dot com", Kind.EMAIL),
        ("Look at www.painperdu.example.org.", "www.painperdu.example.org", Kind.WEB),
        ("We are on gutfeelings.ca now.", "gutfeelings.ca", Kind.WEB),
        ("I post as gutless_wonder_88 there.", "gutless_wonder_88", Kind.HANDLE),
        ("Find me, @prairie.gal, any time.", "@prairie.gal", Kind.HANDLE),
        ("Somebody logged in from 192.0.2.44.", "192.0.2.44", Kind.IP_ADDRESS),
        ("We are in T0L 2B0.", "T0L 2B0", Kind.POSTAL_CODE),
        ("we are in t2n1n4 now", "t2n1n4", Kind.POSTAL_CODE),
        ("the postal code is t two n one n four", "t two n one n four", Kind.POSTAL_CODE),
        ("I live at 4417 Maple Street NW.", "4417 Maple Street NW", Kind.ADDRESS),
        ("The mail goes to Box 61.", "Box 61", Kind.ADDRESS),
        # dates and ages
        ("It was August 4, 2022.", "August 4, 2022", Kind.DATE),
        ("I went in on the seventeenth of October.", "the seventeenth of October", Kind.DATE),
        ("It was the 12th of March, 2019.", "the 12th of March, 2019", Kind.DATE),
        ("April ninth, it was.", "April ninth", Kind.DATE),
        ("it was march the third", "march the third", Kind.DATE),
        ("Dated 2019-03-12.", "2019-03-12", Kind.DATE),
        ("Dated 12/03/2019.", "12/03/2019", Kind.DATE),
        ("Admitted Christmas of 2019.", "Christmas of 2019", Kind.DATE),
        ("Opérée le 3 mars 2019.", "le 3 mars 2019", Kind.DATE),
        ("I am ninety-one years old.", "ninety-one years old", Kind.AGE),
        ("I'm 92, you know.", "I'm 92", Kind.AGE),
        ("Doris is 97.", "Doris is 97", Kind.AGE),
        ("She turned 101 in May.", "101", Kind.AGE),
    ],
)  # fmt: skip
def test_a_shape_is_found_and_named(text: str, what: str, kind: Kind) -> None:
    assert (what, kind) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "I was in hospital for 6 weeks in 2017 and 2018 and 2019.",
        "It costs $1,200,000 and takes 24/7 care.",
        "My pain is 8 out of 10, on a good day 3 or 4.",
        "I take 20 mg twice, then 10 mg, 5 mg.",
        "You may do it. They march a lot. It may be one of two.",
        "It was ninety percent, and 95 degrees out.",
        "It's a hundred miles. She was 95 pounds.",
        "We had COVID-19, and then B-12 shots, and an MRI at 10:30.",
        "Twenty or thirty people, one or two or three times.",
        "I looked at it and said no. See you at home.",
        "the third time, the second floor, in the first place",
    ],
)
def test_ordinary_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_nine_digits_are_never_cleared_by_a_checksum() -> None:
    for number in range(100_000_000, 1_000_000_000, 7_654_321):
        digits = str(number)
        for shape in (digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}", f"{digits[:5]}-{digits[5:]}"):
            assert (shape, Kind.SIN) in found(f"It was {shape}, I think.") or (shape, Kind.HEALTH_NUMBER) in found(
                f"It was {shape}, I think."
            )
