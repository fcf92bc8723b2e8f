//! Reading a history: a title, some prose, and an indented block of lines.

/// A contract through time, with the bills expected on the way.
#[derive(Clone)]
pub struct History {
    pub title: String,
    /// The lines of the block, without their comments.
    pub lines: Vec<String>,
}

impl History {
    /// Every history of a page.
    pub fn all(page: &str) -> Vec<Self> {
        let mut histories: Vec<Self> = Vec::new();
        for line in page.lines() {
            if let Some(title) = line.strip_prefix("## ") {
                histories.push(Self { title: title.to_owned(), lines: Vec::new() });
            } else if let (Some(line), Some(history)) =
                (line.strip_prefix("    "), histories.last_mut())
            {
                // What follows a bar says why.
                let line = line.split('|').next().unwrap().trim();
                if !line.is_empty() {
                    history.lines.push(line.to_owned());
                }
            }
        }
        histories
    }
}
