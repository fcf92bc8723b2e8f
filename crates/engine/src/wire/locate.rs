//! From the position of an error in JSON text to the pointer of the field.
//!
//! `serde_json` says how far it had read. The last token before that place is the value that was not
//! accepted, the key that is not known, or the end of the object in which something is missing.
//! Tracking the path while reading instead would double the code of every form in the browser.

use std::fmt::Write as _;

/// The JSON pointer (RFC 6901) of the field at which reading stopped.
pub(super) fn locate(text: &str, error: &serde_json::Error) -> String {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let before: usize = lines.map(str::len).sum();
    let read = before.saturating_add(error.column()).min(text.len());
    let bytes = text.as_bytes().get(..read).unwrap_or_default();
    Scanner::default().scan(bytes)
}

#[derive(Default)]
struct Scanner {
    /// The containers that are open: the key or index that is being read in each.
    open: Vec<Place>,
    /// The path of the value that ended last.
    ended: Option<Vec<Place>>,
}

#[derive(Clone)]
enum Place {
    Key(Option<String>),
    Index(usize),
}

impl Scanner {
    fn scan(mut self, bytes: &[u8]) -> String {
        let mut rest = bytes;
        while let Some((byte, after)) = rest.split_first() {
            rest = after;
            match byte {
                b'{' => self.open(Place::Key(None)),
                b'[' => self.open(Place::Index(0)),
                b'}' | b']' => {
                    self.open.pop();
                    self.ended = Some(self.open.clone());
                }
                b',' => {
                    self.ended = None;
                    match self.open.last_mut() {
                        Some(Place::Index(index)) => *index = index.saturating_add(1),
                        Some(Place::Key(key)) => *key = None,
                        None => {}
                    }
                }
                b'"' => {
                    let length = string_length(rest);
                    let (string, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
                    rest = after;
                    self.string(string);
                }
                b':' => self.ended = None,
                byte if byte.is_ascii_whitespace() => {}
                _ => self.ended = Some(self.open.clone()),
            }
        }
        let path = self.ended.unwrap_or(self.open);
        path.iter().fold(String::new(), |mut pointer, place| {
            // Writing to a string cannot fail.
            let _ = match place {
                Place::Key(Some(key)) => {
                    write!(pointer, "/{}", key.replace('~', "~0").replace('/', "~1"))
                }
                Place::Key(None) => Ok(()),
                Place::Index(index) => write!(pointer, "/{index}"),
            };
            pointer
        })
    }

    fn open(&mut self, place: Place) {
        self.ended = None;
        self.open.push(place);
    }

    fn string(&mut self, string: &[u8]) {
        if let Some(Place::Key(key @ None)) = self.open.last_mut() {
            let string = string.strip_suffix(b"\"").unwrap_or(string);
            *key = Some(String::from_utf8_lossy(string).into_owned());
        }
        self.ended = Some(self.open.clone());
    }
}

/// Bytes to the end of a string, its closing quote included.
fn string_length(bytes: &[u8]) -> usize {
    let mut escaped = false;
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'\\' if !escaped => escaped = true,
            b'"' if !escaped => return index.saturating_add(1),
            _ => escaped = false,
        }
    }
    bytes.len()
}
