//! What runs at once runs in an order that chance decides, step by step, in one thread.

use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
};

use crate::chance::Chance;

/// Something that runs beside others.
pub type Running<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Runs all to their ends. None of them waits for anything outside, so whichever is polled goes on.
pub fn run_all(mut running: Vec<Running<'_>>, chance: &mut Chance) {
    let mut context = Context::from_waker(Waker::noop());
    while !running.is_empty() {
        let index = chance.below(running.len());
        if running[index].as_mut().poll(&mut context).is_ready() {
            drop(running.swap_remove(index));
        }
    }
}

/// Lets the others go on.
pub async fn pass() {
    let mut passed = false;
    std::future::poll_fn(|context| {
        if passed {
            return Poll::Ready(());
        }
        passed = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
