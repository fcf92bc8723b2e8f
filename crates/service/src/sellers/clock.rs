//! The clock of a seller in test mode, which can be put forward: everything that is asked for afterwards
//! happens at that later time, so that a year of billing is seen in seconds. It goes on from there, and
//! never back. Keys, webhooks, idempotency keys and the audit log keep to the time it really is.

use seikyu_calendar::Instant;
use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    host::Context,
    id::SellerId,
    refusal::Refusal,
    sellers::Seller,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// How far ahead a clock may be: a hundred years.
const AHEAD_MAX_SECONDS: i64 = 100 * 366 * 86_400;

/// Shows the clock of the seller.
#[derive(Clone, Copy, Debug)]
pub struct ShowTestClock;

/// Puts the clock forward.
#[derive(Clone, Copy, Debug)]
pub struct AdvanceTestClock(pub AdvanceTestClockForm);

/// The body of [`AdvanceTestClock`].
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AdvanceTestClockForm {
    /// The instant it is to be: not before that which it is, and at most a hundred years on.
    pub to: Instant,
}

/// The clock of a seller.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TestClock {
    /// What it says.
    now: Instant,
    /// How many seconds it is ahead.
    ahead_seconds: i64,
}

impl TestClock {
    fn of(context: &Context) -> Self {
        Self { now: context.now, ahead_seconds: context.ahead_seconds() }
    }
}

impl UseCase for ShowTestClock {
    type Snapshot = ();

    type Answer = TestClock;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, _: &SellerId) -> Vec<Statement> {
        Vec::new()
    }

    fn snapshot(&self, _: &mut Loaded) -> Result<(), Refusal> {
        Ok(())
    }

    fn decide(&self, (): (), _: &SellerId, context: &Context) -> Result<Changes, Refusal> {
        Ok(Changes::none(Reply::json(200, &TestClock::of(context))?))
    }
}

impl UseCase for AdvanceTestClock {
    type Snapshot = Seller;

    type Answer = TestClock;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Seller::load(seller)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Seller, Refusal> {
        Seller::read(&loaded.found("seller")?)
    }

    fn decide(
        &self,
        shown: Seller,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        if shown.mode != "test" {
            let detail =
                "The clock of a seller in live mode is the real one; accepted is a key of \
                          test mode."
                    .to_owned();
            return Err(Refusal::Conflict { kind: "live-mode", detail, faults: Vec::new() });
        }
        let AdvanceTestClockForm { to } = self.0;
        let ahead_seconds = to.unix().saturating_sub(context.clock.unix());
        if to < context.now || ahead_seconds > AHEAD_MAX_SECONDS {
            let latest = context.clock.plus_seconds(AHEAD_MAX_SECONDS);
            let latest = latest.map_err(Refusal::internal)?;
            let detail =
                format!("{to} was given; accepted is an instant from {} to {latest}.", context.now);
            return Err(Refusal::field("out_of_range", "/to", detail));
        }
        let clock = TestClock { now: to, ahead_seconds };
        let advance = Statement::new(sql::sellers::ADVANCE_CLOCK).bind(seller).bind(ahead_seconds);
        let audited = Audited::new("test_clock.advanced", seller);
        let audited = audited.before(&TestClock::of(context))?.after(&clock)?;
        let statements = vec![advance, Statement::new(sql::GUARD_CHANGED_ONE)];
        Ok(Changes::write(audited, statements, Reply::json(200, &clock)?))
    }
}
