//! Tells whether a step's inputs changed since it last succeeded.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Folders that hold output, never input.
const OUTPUT: &[&str] = &["node_modules", "dist", "build", "pkg", "target", ".git", ".vite"];

/// A hash over names and contents of files. Not cryptographic: it only saves work.
#[derive(Default)]
pub struct Fingerprint(DefaultHasher);

impl Fingerprint {
    /// Adds a text, such as a tool's version.
    pub fn text(mut self, text: &str) -> Self {
        text.hash(&mut self.0);
        self
    }

    /// Adds a file, whether it is there or not, or a folder with all it holds except output.
    pub fn path(mut self, path: &Path) -> Result<Self> {
        self.add(path)?;
        Ok(self)
    }

    /// The fingerprint as text.
    pub fn finish(&self) -> String {
        format!("{:016x}", self.0.finish())
    }

    fn add(&mut self, path: &Path) -> Result<()> {
        path.file_name().hash(&mut self.0);
        if path.is_dir() {
            return self.add_folder(path);
        }
        if !path.exists() {
            return Ok(());
        }
        let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        content.hash(&mut self.0);
        Ok(())
    }

    fn add_folder(&mut self, folder: &Path) -> Result<()> {
        let mut inside: Vec<PathBuf> = fs::read_dir(folder)
            .with_context(|| format!("cannot list {}", folder.display()))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        inside.sort();
        for path in inside {
            let output = path.file_name().is_some_and(|name| OUTPUT.iter().any(|out| name == *out));
            if !output {
                self.add(&path)?;
            }
        }
        Ok(())
    }
}

/// A file beside a step's output that says from which inputs it was made.
pub struct Stamp {
    path: PathBuf,
    current: String,
}

impl Stamp {
    /// The stamp at `path` for inputs with this fingerprint.
    pub fn new(path: PathBuf, inputs: &Fingerprint) -> Self {
        Self { path, current: inputs.finish() }
    }

    /// Whether the step last succeeded with exactly these inputs.
    pub fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|recorded| recorded == self.current)
    }

    /// Records that the step succeeded.
    pub fn record(&self) -> Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.path, &self.current)
            .with_context(|| format!("cannot write {}", self.path.display()))
    }
}
