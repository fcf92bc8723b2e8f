//! Demo data: two sellers in test mode, each with a key, so that what one has the other cannot see.

use seikyu_calendar::Instant;
use seikyu_service::{
    access::{ApiKey, KEY_RANDOM_BYTES, Mode},
    host::Platform,
    id::{CustomerId, Id, IdSeed, SellerId},
    refusal::Refusal,
    sellers::{NewSeller, add_key},
    sql,
    store::Statement,
};

/// Customers of the first seller: name, e-mail address, country, language.
const CUSTOMERS: &[[&str; 4]] = &[
    ["Sakura Trading K.K.", "keiri@sakura.example", "JP", "ja"],
    ["Nordlicht GmbH", "ap@nordlicht.example", "DE", "en"],
];

/// Demo data, ready to be stored.
#[derive(Clone, Debug)]
pub struct Demo {
    /// What stores it.
    pub statements: Vec<Statement>,
    /// Key of the seller to try things with.
    pub key: ApiKey,
    /// Key of another seller.
    pub other: ApiKey,
}

impl Demo {
    /// Makes demo data with new ids and keys.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the platform has no clock or randomness.
    pub fn new(platform: &impl Platform) -> Result<Self, Refusal> {
        let seconds = i64::try_from(platform.unix_millis().wrapping_div(1000)).unwrap_or_default();
        let now = Instant::from_unix(seconds).map_err(Refusal::internal)?;
        let (mut statements, key) = seller(platform, "Hinode Systems K.K.", now)?;
        let (others, other) = seller(platform, "Another Seller Ltd", now)?;
        statements.extend(others);
        for [name, email, country, language] in CUSTOMERS {
            let add = Statement::new(sql::customers::ADD_CUSTOMER)
                .bind(&key.claim.seller)
                .bind(CustomerId::from_seed(&seed(platform)?))
                .bind(name)
                .bind(email);
            statements.push(add.bind(country).bind(language).bind(now));
        }
        Ok(Self { statements, key, other })
    }
}

fn seller(
    platform: &impl Platform,
    name: &str,
    now: Instant,
) -> Result<(Vec<Statement>, ApiKey), Refusal> {
    let seller = NewSeller {
        id: SellerId::from_seed(&seed(platform)?),
        mode: Mode::Test,
        name: name.to_owned(),
        address: Some("1-1 Chiyoda, Tokyo 100-0001".to_owned()),
        country: Some("JP".to_owned()),
        registration_number: Some("T1234567890123".to_owned()),
        payment_days: 30,
        number_pattern: "INV-{YYYY}-{seq:6}".to_owned(),
        credit_note_pattern: "CN-{YYYY}-{seq:6}".to_owned(),
    };
    let mut random = [0; KEY_RANDOM_BYTES];
    platform.fill_random(&mut random).map_err(Refusal::internal)?;
    let key = ApiKey::generate(seller.mode, &seller.id, &random);
    let mut statements = seller.statements(now);
    statements.push(add_key(&key, now, None));
    Ok((statements, key))
}

fn seed(platform: &impl Platform) -> Result<IdSeed, Refusal> {
    let mut random = [0; 10];
    platform.fill_random(&mut random).map_err(Refusal::internal)?;
    Ok(IdSeed { unix_millis: platform.unix_millis(), random })
}
