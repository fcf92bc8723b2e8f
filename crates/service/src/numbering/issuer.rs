//! Who issues documents: the seller, with the series that they take their numbers from.

use crate::{
    id::SellerId,
    numbering::{DocumentType, Series},
    refusal::Refusal,
    sellers::Seller,
    sql,
    store::{Row, Statement},
};

/// A seller with a number series.
#[derive(Clone, Debug)]
pub(crate) struct Issuer {
    pub(crate) seller: Seller,
    pub(crate) series: Series,
}

impl Issuer {
    /// The statement that loads the issuer of documents of a type.
    pub(crate) fn load(seller: &SellerId, of: DocumentType) -> Statement {
        Statement::new(sql::numbering::ISSUER).bind(seller).bind(of.code())
    }

    /// The issuer of a row.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for a row that cannot be read.
    pub(crate) fn read(row: &Row) -> Result<Self, Refusal> {
        Ok(Self { seller: Seller::read(row)?, series: Series::read(row)? })
    }
}
