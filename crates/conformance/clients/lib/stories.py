"""Two people who like each other until one blocks the other, told through real clients; a third one looks on.

Each line of the transcript is who did what, with the library's own call and what came of it. What differs from what the
documents of the dialect say is marked and counted.
"""

from faces import Pen, Refused, Tweepy
from faces_more import Adnpy, Pytwitter

# In the order in which the blocked one tries them.
DEEDS = ("see", "posts", "follow", "reply", "repost", "like", "message", "enlist", "tag")
# Those that every dialect has words for, and that the one who blocks is kept from as well.
COMMON = DEEDS[:7]
# Expected: any answer that is no refusal.
ANY = object()


class Teller:
    """Does what is told and writes it down."""

    def __init__(self, pen):
        self.pen, self.told, self.wrong = pen, 0, 0

    def __call__(self, face, call, expected=ANY, label=None):
        """Makes the call of a face and compares; returns what the library gave, known by the label from then on."""
        value = None
        try:
            found = value = call.make()
            if label:
                self.pen.name(found, label)
            shown = "" if found is None else f"-> {self.pen.answer(found)}"
        except Exception as error:
            found = Refused(type(error).__name__, self.pen.text(face.words(error)))
            shown = f"{found.kind}: {found.words}"
        good = not isinstance(found, Refused) if expected is ANY else found == expected
        self.told, self.wrong = self.told + 1, self.wrong + (not good)
        line = f"  {face.who.username:<6} {call.text}"
        print(line if not shown else f"{line:<66} {shown}" if len(line) < 66 else f"{line}\n{'':67}{shown}")
        if not good:
            print(f"{'':67}DIFFERS: expected {self.expected(expected)}")
        return value

    def expected(self, value):
        return "success" if value is ANY else self.pen.of(value) if isinstance(value, Refused) else self.pen.answer(value)

    def lacks(self, face, deed):
        what = {"enlist": "lists", "tag": "tags in pictures"}[deed]
        print(f"  {face.who.username:<6} ({face.TITLE.split(' through ')[0]} has no {what}: nothing to try)")

    def part(self, title):
        print(f"\n {title}")


def expected_of(table, deed, pen, post, other):
    """What the table says of a deed, its gaps filled with the names of what it is done to."""
    want = table.get(deed, ANY)
    if isinstance(want, Refused):
        filled = want.words.replace("{post}", pen.labels[post]).replace("{other}", other.username)
        return want._replace(words=filled)
    return want


def tries(tell, face, table, deeds, post, other, list=None):
    """Each deed towards somebody, or to a post of theirs."""
    for deed in deeds:
        if deed in face.LACKS:
            tell.lacks(face, deed)
            continue
        if deed == "enlist":
            call = face.enlist(list, other)
        else:
            call = getattr(face, deed)(other if deed in ("posts", "follow", "message", "tag") else post)
        label = f"{face.who.username}'s picture" if deed == "tag" else None
        made = tell(face, call, expected_of(table, deed, tell.pen, post, other), label)
        if deed == "tag" and made:
            # Taken, as the service does, but nobody is tagged by it; what is left is an ordinary post.
            tell(face, face.erase(made))


def begin(tell, ann, ben, cleo):
    """They follow each other, write, read and like; returns the post of each."""
    a, b = ann.who, ben.who
    for face, other in ((ann, b), (ben, a), (cleo, a), (cleo, b)):
        tell(face, face.follow(other))
    posts = []
    for face, text in ((ann, "good morning"), (ben, f"@{a.username} and to you")):
        posts.append(tell(face, face.write(text), label=f"{face.who.username}'s post"))
    first, second = posts
    tell(ben, ben.see(first), first)
    tell(ben, ben.like(first))
    tell(ann, ann.home(), [second, first])
    tell(ann, ann.mentions(), [second])
    return posts


def look_on(tell, cleo, a, b, posts):
    """What the third person sees, which is the same before, under and after the block."""
    first, second = posts
    tell(cleo, cleo.see(first), first)
    tell(cleo, cleo.posts(a), [first])
    tell(cleo, cleo.posts(b), [second])
    tell(cleo, cleo.home(), [second, first])


def story(kind, harness, someone, names):
    """One dialect; returns how many lines were told and how many of them differ."""
    pen = Pen()
    people = [someone(name) for name in names]
    for person in people:
        pen.name(person.id, person.username)
    tell, (a, b, c) = Teller(pen), people
    ann, ben, cleo = (kind(person, pen, harness) for person in people)
    print(f"\n{kind.TITLE}: {a.username} and {b.username}, and {c.username}, who looks on")

    tell.part(f"{a.username} and {b.username} follow each other; {b.username} reads and likes.")
    first, second = posts = begin(tell, ann, ben, cleo)
    list = None
    if "enlist" not in ben.LACKS:
        list = tell(ben, ben.new_list(), label=f"{b.username}'s list")
    tell.part(f"What {c.username} sees.")
    look_on(tell, cleo, a, b, posts)

    tell.part(f"{a.username} blocks {b.username}.")
    tell(ann, ann.block(b))
    for face, other in ((ann, b), (ben, a)):
        tell(face, face.relation(other), [])
    tell.part(f"{b.username} tries all there is.")
    tries(tell, ben, kind.THEY, DEEDS, first, a, list)
    tell.part(f"{a.username} tries what one who blocks cannot do.")
    shown = {"see": second, "posts": [second]}
    tries(tell, ann, shown | kind.YOU, COMMON, second, b)
    tell.part("Nothing of the other in their streams.")
    tell(ann, ann.home(), [first])
    tell(ann, ann.mentions(), [])
    tell(ben, ben.home(), [second])
    tell.part(f"What {c.username} sees is what it was.")
    look_on(tell, cleo, a, b, posts)

    tell.part(f"{a.username} unblocks {b.username}: the follows are not back, but can be made again.")
    tell(ann, ann.unblock(b))
    for face, other in ((ann, b), (ben, a)):
        tell(face, face.relation(other), [])
    tell(ben, ben.see(first), first)
    tell(ann, ann.mentions(), [second])
    tell(ben, ben.follow(a))
    tell(ben, ben.relation(a), ["following"])
    tell(ann, ann.relation(b), ["followed_by"])
    return tell.told, tell.wrong


def across(harness, someone, names):
    """One block, made in one dialect and met in the two others."""
    pen = Pen()
    a, b = people = [someone(name) for name in names]
    for person in people:
        pen.name(person.id, person.username)
    tell, ann = Teller(pen), Adnpy(a, pen, harness)
    faces = [Tweepy(b, pen, harness), Pytwitter(b, pen, harness)]
    print(f"\nAcross dialects: {a.username} uses App.net through adnpy, {b.username} Twitter through tweepy and pytwitter")

    tell.part(f"{a.username} writes, {b.username} follows and reads.")
    first = tell(ann, ann.write("good morning"), label=f"{a.username}'s post")
    tell(faces[0], faces[0].follow(a))
    for face in faces:
        tell(face, face.see(first), first)
    tell(ann, ann.relation(b), ["followed_by"])
    tell.part(f"{a.username} blocks {b.username} through App.net.")
    tell(ann, ann.block(b))
    for face in faces:
        tell.part(f"What comes of it for {b.username}: {face.TITLE}.")
        tell(face, face.relation(a), [])
        tries(tell, face, face.THEY, COMMON, first, a)
    tell.part(f"{a.username} unblocks {b.username} through App.net.")
    tell(ann, ann.unblock(b))
    for face in faces:
        tell(face, face.see(first), first)
        tell(face, face.relation(a), [])
    tell(faces[1], faces[1].follow(a))
    tell(faces[0], faces[0].relation(a), ["following"])
    tell(ann, ann.relation(b), ["followed_by"])
    return tell.told, tell.wrong


def all_stories(harness, someone):
    """Tells them one after the other; returns how many lines were told and how many of them differ."""
    counts = [
        story(Tweepy, harness, someone, ("anna", "bill", "cora")),
        story(Pytwitter, harness, someone, ("alan", "beth", "carl")),
        story(Adnpy, harness, someone, ("ada", "boris", "cyril")),
        across(harness, someone, ("alma", "bruno")),
    ]
    return tuple(map(sum, zip(*counts)))
