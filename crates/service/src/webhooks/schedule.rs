//! When an event is sent again, and for how long an endpoint may fail.

use seikyu_calendar::Instant;
use seikyu_engine::wire::digest;

use crate::refusal::Refusal;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Seconds from each failed try to the next one: ten tries in three days and three and a half hours.
const WAITS: &[i64] =
    &[5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/// A wait is longer by up to a tenth, so that what failed together does not come back together.
const JITTER_PARTS: i64 = 10;

/// How long nothing was delivered before an endpoint is disabled: when an event has used up its tries, and
/// at the latest.
const GIVEN_UP_SECONDS: i64 = 3 * DAY;
const FAILING_SECONDS: i64 = 5 * DAY;

/// While an endpoint fails, the seconds between one attempt and the next, whatever is due.
pub(super) const PROBE_SECONDS: i64 = 5;

/// The longest wait that an endpoint can ask for, in seconds.
const ASKED_MAX: i64 = DAY;

/// When a delivery that failed for the `tries`-th time is tried again; `None` when the tries are used up.
/// `what` names the delivery, from which the jitter is taken: the same delivery, the same instant. The
/// endpoint may have `asked` for more seconds.
pub(super) fn next_try(
    (tries, asked): (usize, Option<i64>),
    what: &str,
    now: Instant,
) -> Result<Option<Instant>, Refusal> {
    let Some(wait) = tries.checked_sub(1).and_then(|index| WAITS.get(index)) else {
        return Ok(None);
    };
    let most = wait.checked_div(JITTER_PARTS).unwrap_or_default();
    let drawn = digest(&format!("{what}.{tries}"));
    let drawn = drawn.get(..8).and_then(|digits| i64::from_str_radix(digits, 16).ok());
    let jitter = drawn.unwrap_or_default().checked_rem(most.saturating_add(1)).unwrap_or_default();
    let asked = asked.unwrap_or_default().min(ASKED_MAX);
    let next = now.plus_seconds(wait.saturating_add(jitter).max(asked));
    next.map(Some).map_err(Refusal::internal)
}

/// Whether an endpoint that delivered nothing since an instant is disabled.
pub(super) fn is_lasting(failing_since: Instant, given_up: bool, now: Instant) -> bool {
    let failing = now.unix().saturating_sub(failing_since.unix());
    failing >= FAILING_SECONDS || (given_up && failing >= GIVEN_UP_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_go_on_for_three_days() {
        let start = Instant::from_unix(1_796_040_000).unwrap();
        let mut now = start;
        let mut tries = 1;
        while let Some(next) = next_try((tries, None), "whe_a.1", now).unwrap() {
            let wait = next.unix() - now.unix();
            let least = WAITS[tries - 1];
            assert!((least..=least + least / 10).contains(&wait), "try {tries} after {wait} s");
            (now, tries) = (next, tries + 1);
        }
        assert_eq!(tries, 10);
        // 5 s + 5 min + 30 min + 2 + 5 + 10 + 14 + 20 + 24 h = 75 h 35 min 5 s, and up to a tenth more.
        let least = 75 * HOUR + 35 * MINUTE + 5;
        assert!((least..=least + least / 10).contains(&(now.unix() - start.unix())));
        // By then the endpoint has failed for more than three days.
        assert!(is_lasting(start, true, now));
    }

    #[test]
    fn what_failed_together_comes_back_apart() {
        let now = Instant::from_unix(1_796_040_000).unwrap();
        let at = |what: &str| next_try((5, None), what, now).unwrap().unwrap();
        assert_eq!(at("whe_a.1"), at("whe_a.1"));
        let different: std::collections::BTreeSet<Instant> =
            (0..50).map(|index| at(&format!("whe_a.{index}"))).collect();
        assert!(different.len() > 40, "{different:?}");
    }

    #[test]
    fn an_endpoint_can_ask_for_more_and_not_for_less() {
        let now = Instant::from_unix(1_796_040_000).unwrap();
        let wait = |asked| {
            let next = next_try((2, asked), "whe_a.1", now).unwrap().unwrap();
            next.unix() - now.unix()
        };
        // The second wait is of five minutes, and up to thirty seconds more.
        let usual = wait(None);
        assert!((300..=330).contains(&usual), "{usual}");
        assert_eq!((wait(Some(10)), wait(Some(-10)), wait(Some(3_600))), (usual, usual, 3_600));
        assert_eq!(wait(Some(i64::MAX)), DAY);
        assert_eq!(next_try((10, Some(10)), "whe_a.1", now), Ok(None));
    }

    #[test]
    fn an_endpoint_is_disabled_after_lasting_failure() {
        let since = Instant::from_unix(1_796_040_000).unwrap();
        let after = |seconds| since.plus_seconds(seconds).unwrap();
        assert!(!is_lasting(since, true, after(3 * DAY - 1)));
        assert!(is_lasting(since, true, after(3 * DAY)));
        assert!(!is_lasting(since, false, after(5 * DAY - 1)));
        assert!(is_lasting(since, false, after(5 * DAY)));
    }
}
