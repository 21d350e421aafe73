"""How often a place lets itself be told something: a token bucket, and silence after it complained."""


class Allowance:
    """At most `burst` at once and `per_s` a second on the long run.

    In no window of T seconds, wherever it begins, are more than `burst + T * per_s` sent. It begins with one,
    since nobody knows what was sent before a restart. Times are seconds of any clock that only goes forward.
    """

    def __init__(self, burst: int, per_s: float) -> None:
        self._burst = burst
        self._per_s = per_s
        self._level = 1.0
        self._at_s: float | None = None
        self._silent_until_s = 0.0

    def left(self, now_s: float) -> int:
        """How many may go now."""
        self._fill(now_s)
        return 0 if now_s < self._silent_until_s else int(self._level + 1e-9)

    def take(self, now_s: float) -> None:
        """One goes now.

        Raises:
            ValueError: none may.
        """
        if self.left(now_s) < 1:
            raise ValueError("nothing may be sent now")
        self._level -= 1.0

    def wait_s(self, now_s: float) -> float:
        """Seconds until the next may go; 0 when one may now."""
        self._fill(now_s)
        missing = max(0.0, 1.0 - self._level)
        return max(self._silent_until_s - now_s, missing / self._per_s, 0.0)

    def be_silent(self, now_s: float, seconds: float) -> None:
        """Send nothing for so long, and begin slowly afterwards."""
        self._fill(now_s)
        self._silent_until_s = max(self._silent_until_s, now_s + seconds)
        self._level = min(self._level, 1.0)

    def _fill(self, now_s: float) -> None:
        since_s = max(now_s if self._at_s is None else self._at_s, self._silent_until_s)
        if now_s > since_s:
            self._level = min(float(self._burst), self._level + (now_s - since_s) * self._per_s)
        if self._at_s is None or now_s > self._at_s:
            self._at_s = now_s
