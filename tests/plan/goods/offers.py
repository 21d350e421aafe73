"""Two yards by the river, a mill that sells net and posts, and a building site that lends half of its own."""

from hypothesis import strategies as st

from yipanqi.ground.ids import GoodKey, JobId, OfferId, SupplierId
from yipanqi.plan.goods.materials import NET, POSTS, TIES
from yipanqi.plan.goods.model import GoodsProblem, Need, Offer

EAST, WEST = SupplierId("east-yard"), SupplierId("west-yard")
HOUR = 3600


def net_at(yard: SupplierId, hour: float, metres: int, *jobs: str) -> Need:
    """Net that has to lie at a yard by an hour of the night."""
    return Need(yard, NET, round(hour * HOUR), metres, tuple(JobId(j) for j in jobs))


def offer(name: str, amount: int | None, **terms: object) -> Offer:
    """An offer of net by the mill, unless the terms say otherwise."""
    said = {"by": "mill", "good": NET} | terms
    return Offer(OfferId(name), amount=amount, **said)  # type: ignore[arg-type]


def tonight(*needs: Need, offers: tuple[Offer, ...], now_hour: float = -4) -> GoodsProblem:
    """A night with two yards; orders go out four hours before it."""
    return GoodsProblem(round(now_hour * HOUR), 11 * HOUR, (EAST, WEST), offers, needs)


yards = st.sampled_from([EAST, WEST])
goods: st.SearchStrategy[GoodKey] = st.sampled_from([NET, POSTS, TIES])
needs = st.builds(
    Need,
    yards,
    goods,
    st.integers(0, 10).map(lambda h: h * HOUR),
    st.integers(1, 12),
    st.lists(st.sampled_from(["a", "b", "c"]).map(JobId), max_size=2, unique=True).map(tuple),
    st.booleans(),
)


@st.composite
def an_offer(draw: st.DrawFn, number: int) -> Offer:
    """Any offer that makes sense by itself."""
    yard = draw(st.none() | yards)
    pack = draw(st.integers(1, 4))
    amount = draw(st.none() | st.integers(0, 20))
    least = draw(st.integers(1, 8)) if amount is None else draw(st.integers(1, max(1, amount)))
    return Offer(
        OfferId(f"offer-{number}"),
        draw(st.sampled_from(["mill", "site", "village"])),
        draw(goods),
        amount,
        price=draw(st.integers(0, 9)),
        lent_percent=draw(st.sampled_from([0, 50, 100])),
        least=least,
        pack=pack,
        yard=yard,
        brought=yard is None or draw(st.booleans()),
        lead_s=draw(st.integers(0, 8)) * HOUR,
        charge=draw(st.integers(0, 20)),
        from_s=draw(st.none() | st.integers(-2, 6).map(lambda h: h * HOUR)),
        valid_until_s=draw(st.none() | st.integers(-5, 2).map(lambda h: h * HOUR)),
    )


@st.composite
def problems(draw: st.DrawFn, most_needs: int = 8, most_offers: int = 5) -> GoodsProblem:
    """Small nights of every sort."""
    count = draw(st.integers(0, most_offers))
    offers = tuple(draw(an_offer(n)) for n in range(count))
    wanted = tuple(draw(st.lists(needs, max_size=most_needs)))
    return tonight(*wanted, offers=offers, now_hour=draw(st.integers(-4, 2)))
