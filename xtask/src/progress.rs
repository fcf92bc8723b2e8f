//! One line a step: what is being done, how long it took, how it ended.

use std::io::{IsTerminal, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::Result;

/// Serialises what steps and the ticking clock write.
static LINE: Mutex<()> = Mutex::new(());

/// Runs a step under its name; `work` returns a note for the line, which may be empty.
pub fn step(name: &str, work: impl FnOnce() -> Result<String>) -> Result<()> {
    let running = Step::start(name);
    match work() {
        Ok(note) => {
            running.end('✓', &note);
            Ok(())
        }
        Err(error) => {
            running.end('✗', "");
            Err(error)
        }
    }
}

/// A step that is being worked on.
pub struct Step {
    name: String,
    started: Instant,
    over: Arc<AtomicBool>,
    clock: Option<JoinHandle<()>>,
}

impl Step {
    /// Shows the step's name, on a terminal with a running clock.
    pub fn start(name: &str) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let started = Instant::now();
        let clock = stdout().is_terminal().then(|| {
            let (name, over) = (name.to_owned(), Arc::clone(&over));
            thread::spawn(move || {
                while !over.load(Ordering::Acquire) {
                    write_line(&format!("\r\x1b[2K· {name:<NAME_WIDTH$} {}", spent(started)));
                    thread::park_timeout(Duration::from_millis(100));
                }
            })
        });
        Self { name: name.to_owned(), started, over, clock }
    }

    /// Ends the step with a mark, the time it took and a note.
    pub fn end(mut self, mark: char, note: &str) {
        let cleared = self.stop_clock();
        let clear = if cleared { "\r\x1b[2K" } else { "" };
        let line = format!("{mark} {:<NAME_WIDTH$} {}", self.name, spent(self.started));
        let note = if note.is_empty() { String::new() } else { format!("   {note}") };
        write_line(&format!("{clear}{line}{note}\n"));
    }

    fn stop_clock(&mut self) -> bool {
        self.over.store(true, Ordering::Release);
        let Some(clock) = self.clock.take() else { return false };
        clock.thread().unpark();
        clock.join().is_ok()
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        self.stop_clock();
    }
}

/// Says before a step that it is long the first time, so that nobody thinks it hangs.
pub fn remark(text: &str) {
    write_line(&format!("  {text}\n"));
}

const NAME_WIDTH: usize = 38;

fn write_line(text: &str) {
    let _turn = LINE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut out = stdout();
    // A closed pipe is no reason to fail the work itself.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn spent(since: Instant) -> String {
    format!("{:>10}", duration(since.elapsed()))
}

/// A duration as people say it: `12.3 s`, `3 min 12 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::duration;
    use std::time::Duration;

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(duration(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(duration(Duration::from_millis(192_900)), "3 min 12 s");
        assert_eq!(duration(Duration::from_secs(60)), "1 min 00 s");
    }
}
