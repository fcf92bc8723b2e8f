//! The parts that the texts of documents are stored in.

use serde::Serialize;

use crate::{
    id::SellerId,
    refusal::Refusal,
    store::{Statement, text},
};

/// The parts of some documents, as rows.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    rows: Vec<String>,
    /// Parts that are too long for a list: document, part, text.
    long: Vec<(String, usize, String)>,
}

#[derive(Serialize)]
struct PartRow<'a> {
    document: &'a str,
    part: usize,
    text: &'a str,
}

impl Parts {
    /// Adds the text of a document.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when a row cannot be written as JSON.
    pub(crate) fn add(&mut self, document: &str, text: &str) -> Result<(), Refusal> {
        for (part, text) in text::parts(text).into_iter().enumerate() {
            let row = text::json(&PartRow { document, part, text })?;
            if row.len() < text::ROW_TEXT_MAX_BYTES {
                self.rows.push(row);
            } else {
                self.long.push((document.to_owned(), part, text.to_owned()));
            }
        }
        Ok(())
    }

    /// The statements that store them: by lists with one, what is too long for a list with the other.
    pub(crate) fn statements(
        self,
        seller: &SellerId,
        list: &'static str,
        one: &'static str,
    ) -> Vec<Statement> {
        let long = self.long.into_iter().map(|(document, part, text)| {
            Statement::new(one).bind(seller).bind(document).bind(part).bind(text)
        });
        let lists = text::lists(self.rows);
        let lists = lists.into_iter().map(|rows| Statement::new(list).bind(seller).bind(rows));
        lists.chain(long).collect()
    }
}
