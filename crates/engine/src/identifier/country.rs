//! Countries.

use std::str::FromStr;

use super::{IdentifierError, pattern, text_form};

/// A country by its code of ISO 3166-1 (alpha-2), upper case: `JP`, `DE`, `GR`. `XI` stands for Northern
/// Ireland, which is treated as a member of the European Union for goods.
///
/// ```
/// use seikyu_engine::identifier::Country;
/// assert!("FR".parse::<Country>()?.is_union_member());
/// assert_eq!(
///     "UK".parse::<Country>().unwrap_err().to_string(),
///     "the country begins with “UK”; accepted is a code of ISO 3166-1 such as JP or DE"
/// );
/// # Ok::<(), seikyu_engine::identifier::IdentifierError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(&'static str);

text_form!(Country, "a country code such as JP");

impl Country {
    /// Japan.
    pub const JAPAN: Self = Self("JP");

    /// The code.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        self.0
    }

    /// Whether it is one of the 27 members of the European Union.
    #[must_use]
    pub fn is_union_member(self) -> bool {
        MEMBERS.split(' ').any(|member| member == self.0)
    }

    /// The 27 members of the European Union, in the order of their codes.
    pub fn union_members() -> impl Iterator<Item = Self> {
        MEMBERS.split(' ').map(Self)
    }
}

impl FromStr for Country {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        pattern::check("country", text, &["@@"], 0)?;
        CODES.split(' ').find(|code| *code == text).map(Self).ok_or_else(|| {
            IdentifierError::Country {
                kind: "country",
                found: text.to_owned(),
                accepted: "a code of ISO 3166-1 such as JP or DE",
            }
        })
    }
}

const MEMBERS: &str =
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

/// ISO 3166-1, and XI.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM \
     BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM \
     DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW \
     GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA \
     LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ \
     NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
     SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR \
     TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XI YE YT ZA ZM ZW";
