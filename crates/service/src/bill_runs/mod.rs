//! Bill runs: everything that is due, page by page. A page is loaded in a handful of queries and
//! written in one batch; a subscription that cannot be billed is recorded with its reasons, and the
//! next run tries it again.

mod advance;
mod background;
mod create;
mod exceptions;
mod list;
mod run;
mod show;

pub use advance::{AdvanceBillRun, PAGE_SUBSCRIPTIONS};
pub use background::{QueuedRun, bill_forgotten_runs, bill_queued_run};
pub use create::CreateBillRun;
pub use exceptions::ListExceptions;
pub use list::ListBillRuns;
pub(crate) use run::{BillRun, BillRunView, Status};
pub use show::ShowBillRun;
