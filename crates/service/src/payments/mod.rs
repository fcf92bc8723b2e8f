//! Payments: money received, what of it is set against which invoices, and what is left of it.
//!
//! What is open and what is left are sums of the books; nothing here keeps a balance of its own. Of two
//! requests that settle the same money at once one wins: the database refuses the entry of the other,
//! which is decided again from what is left then.

mod allocate;
mod allocation;
pub(crate) mod form;
mod fund;
mod list;
mod payment;
mod record;
mod reverse;
mod settlement;

pub use allocate::{AllocateCredit, AllocateForm, AllocatePayment};
pub(crate) use allocation::Allocating;
pub use allocation::{ALLOCATIONS_MAX, Allocation, AllocationForm, OpenInvoice, OpenInvoices};
pub use fund::{Fund, FundOf};
pub use list::{ListAllocations, ListPayments, ShowPayment};
pub use payment::{Payment, Status};
pub use record::RecordPayment;
pub use reverse::{ReversePayment, ReversePaymentForm};
pub(crate) use settlement::Settlement;
