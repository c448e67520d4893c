"""What each library is called with for what people do to each other, so that one story can be told through all of them.

A face is one person's client of one library. Its words for a deed are a `Call`: text for the transcript, a function to do
it, which gives ids and names only. Besides it knows in which exception and words its dialect refuses a deed under a block.
"""

from collections import namedtuple

Call = namedtuple("Call", "text make")
# What a deed must end with: the class of the exception, and its words.
Refused = namedtuple("Refused", "kind words")


class Pen:
    """Writes calls and answers down, with the ids replaced by what they stand for."""

    def __init__(self):
        self.labels = {}

    def name(self, id, label):
        self.labels[str(id)] = label

    def of(self, value):
        """A value as text."""
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key!r}: {self.of(each)}" for key, each in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.of, value)) + "]"
        if isinstance(value, Refused):
            return f"{value.kind}: {value.words}"
        return self.labels.get(str(value)) or repr(value)

    def answer(self, value):
        """What a call has given, as text."""
        if isinstance(value, list):
            return ", ".join(self.labels.get(each, each) for each in value) or "nothing"
        return self.labels.get(value, value)

    def text(self, words):
        """A sentence, in which the ids stand somewhere."""
        for id, label in self.labels.items():
            words = words.replace(id, label)
        return " ".join(words.split())


class Face:
    """What the faces share; `api` is the library's client."""

    # Deeds that the dialect has no words for.
    LACKS = ()

    def __init__(self, who, pen):
        self.who, self.pen, self.api = who, pen, None

    def call(self, read, method, *args, **kwargs):
        words = [self.pen.of(value) for value in args] + [f"{key}={self.pen.of(value)}" for key, value in kwargs.items()]
        return Call(f"{method}({', '.join(words)})", lambda: read(getattr(self.api, method)(*args, **kwargs)))

    def words(self, error):
        """What an exception of the library says."""
        return str(error)


def done(_):
    """Of an answer only that it came."""


class Tweepy(Face):
    """tweepy.API of a person."""

    TITLE, LACKS = "Twitter v1.1 through tweepy.API", ("tag",)
    BLOCKED = Refused("Unauthorized", "401 Unauthorized 136 - You have been blocked from the author of this tweet.")
    NO_FOLLOW = Refused(
        "Forbidden", "403 Forbidden 162 - You have been blocked from following this account at the request of the user."
    )
    NO_MESSAGE = Refused("Forbidden", "403 Forbidden 349 - You cannot send messages to this user.")
    NOT_SHOWN = Refused("Forbidden", "403 Forbidden 179 - Sorry, you are not authorized to see this status.")
    NO_REPLY = Refused(
        "Forbidden", "403 Forbidden 385 - You attempted to reply to a Tweet that is deleted or not visible to you."
    )
    # What the blocked one meets, and what the one who blocks.
    THEY = {
        "see": BLOCKED,
        "posts": Refused(
            "Unauthorized", "401 Unauthorized 136 - You have been blocked from viewing this user's profile."
        ),
        "follow": NO_FOLLOW,
        "reply": BLOCKED,
        "repost": Refused(
            "Unauthorized",
            "401 Unauthorized 136 - You have been blocked from retweeting this user's tweets at their request.",
        ),
        "like": BLOCKED,
        "message": NO_MESSAGE,
        "enlist": Refused("Forbidden", "403 Forbidden 104 - You aren't allowed to add members to this list."),
    }
    YOU = {
        "see": NOT_SHOWN,
        "posts": Refused("Unauthorized", "401 Unauthorized Not authorized."),
        "follow": NO_FOLLOW,
        "reply": NO_REPLY,
        "repost": Refused("Forbidden", "403 Forbidden 328 - Retweet is not permissible for this status."),
        "like": NOT_SHOWN,
        "message": NO_MESSAGE,
    }

    def __init__(self, who, pen, harness):
        import tweepy

        super().__init__(who, pen)
        self.api = tweepy.API(tweepy.OAuth1UserHandler(*harness.signed(who)))
        self.api.session.mount("https://", harness.Front())

    @staticmethod
    def _id(answer):
        return answer.id_str

    @staticmethod
    def _ids(answer):
        return [each.id_str for each in answer]

    @staticmethod
    def _relation(answer):
        return [word for word in ("following", "followed_by") if getattr(answer[0], word)]

    def write(self, text):
        return self.call(self._id, "update_status", text)

    def see(self, post):
        return self.call(self._id, "get_status", post)

    def posts(self, other):
        return self.call(self._ids, "user_timeline", user_id=other.id)

    def home(self):
        return self.call(self._ids, "home_timeline")

    def mentions(self):
        return self.call(self._ids, "mentions_timeline")

    def follow(self, other):
        return self.call(done, "create_friendship", user_id=other.id)

    def relation(self, other):
        return self.call(self._relation, "get_friendship", target_id=other.id)

    def like(self, post):
        return self.call(done, "create_favorite", post)

    def repost(self, post):
        return self.call(done, "retweet", post)

    def reply(self, post):
        return self.call(done, "update_status", "well", in_reply_to_status_id=post)

    def message(self, other):
        return self.call(done, "send_direct_message", other.id, "hello")

    def new_list(self):
        return self.call(self._id, "create_list", "people")

    def enlist(self, list, other):
        return self.call(done, "add_list_member", list_id=list, user_id=other.id)

    def block(self, other):
        return self.call(done, "create_block", user_id=other.id)

    def unblock(self, other):
        return self.call(done, "destroy_block", user_id=other.id)
