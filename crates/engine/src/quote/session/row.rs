//! Rows: what is typed, and what it comes to.

use std::{collections::BTreeMap, sync::Arc};

use seikyu_money::{Exact, MoneyError, Quantity, UnitPrice};

use crate::{
    billing::{rate_item, with_free_units},
    catalog::{Code, PriceList, Text},
    contract::Item,
    quote::{
        CellError, CellFault, Column, Draft, ExtraLine, RowKind, build,
        cell::read_number,
        offer::{Offer, offers},
    },
    rating::{Charge, Measured, PerUnit, RatingError},
    wire::{Check, Faults, Pointer},
};

/// A row of the grid.
#[derive(Debug)]
pub(super) struct SessionRow {
    pub(super) kind: RowKind,
    pub(super) item: Item,
    pub(super) name: String,
    pub(super) quantity: Typed<Quantity>,
    /// The price of one, for rows that have a single one.
    pub(super) unit_price: Option<Typed<UnitPrice>>,
    /// The taxes of the row when the quote does not override them.
    pub(super) own_taxes: Arc<[Code]>,
    /// The allowance with the free units of the quote's coupons.
    pub(super) included: Option<Quantity>,
    pub(super) exact: Exact,
    /// What differs at the start and in the long run; most rows are alike throughout.
    pub(super) course: Option<Course>,
    pub(super) rating_error: Option<RatingError>,
    pub(super) line: usize,
    pub(super) in_error: bool,
}

/// A row that is not the same from the start on.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// The item in its first phase, and the quantity of the phase, if it has one.
    pub(super) first: Option<(Item, Option<Quantity>)>,
    /// The exact amount of the first phase.
    pub(super) first_exact: Exact,
    /// Whether it begins with the quote, and whether it goes on without end.
    pub(super) begins: bool,
    pub(super) stays: bool,
}

/// A text as typed, and what it means.
#[derive(Clone, Debug)]
pub(super) struct Typed<T> {
    pub(super) text: String,
    pub(super) value: Result<T, CellError>,
}

impl<T: Copy + std::fmt::Display + std::str::FromStr<Err = MoneyError>> Typed<T> {
    pub(super) fn given(value: T) -> Self {
        Self { text: value.to_string(), value: Ok(value) }
    }

    pub(super) fn read(text: &str, column: Column) -> Self {
        let value = read_number(text)
            .map_err(|fault| CellError::typed(column, fault, text))
            .and_then(|plain| plain.parse::<T>().map_err(|error| CellError::money(column, &error)));
        Self { text: text.to_owned(), value }
    }
}

impl SessionRow {
    fn of_item(kind: RowKind, item: Item, quantity: Quantity, own_taxes: Arc<[Code]>) -> Self {
        let unit_price = match &item.charge {
            Charge::PerUnit(model) if model.base_quantity.is_none() => {
                Some(Typed::given(model.unit_price))
            }
            _ => None,
        };
        Self {
            kind,
            name: String::new(),
            quantity: Typed::given(quantity),
            unit_price,
            own_taxes,
            included: item.included,
            exact: Exact::ZERO,
            course: None,
            rating_error: None,
            line: 0,
            in_error: false,
            item,
        }
    }

    /// A new free line with nothing typed.
    pub(super) fn blank(key: Code, settings: &Draft, taxes: Arc<[Code]>) -> Option<Self> {
        let extra = ExtraLine {
            key,
            name: Text::new("en", "-").ok()?,
            quantity: Quantity::ONE,
            unit_price: UnitPrice::ZERO,
            taxes: Arc::clone(&taxes),
            interval: None,
        };
        let item = build::extra_item(settings, &extra);
        let nothing = |column| CellError::typed(column, CellFault::Empty, "");
        Some(Self {
            quantity: Typed { text: String::new(), value: Err(nothing(Column::Quantity)) },
            unit_price: Some(Typed { text: String::new(), value: Err(nothing(Column::UnitPrice)) }),
            ..Self::of_item(RowKind::Extra, item, Quantity::ONE, taxes)
        })
    }

    /// Whether nothing was typed in a free line; such a row is no part of the quote.
    pub(super) fn is_blank(&self) -> bool {
        self.kind == RowKind::Extra
            && self.name.trim().is_empty()
            && self.quantity.text.trim().is_empty()
            && self.unit_price.as_ref().is_none_or(|price| price.text.trim().is_empty())
    }

    /// Whether there are any units; a blank row and one in error have none.
    pub(super) fn has_units(&self) -> bool {
        !self.is_blank() && self.quantity.value.as_ref().is_ok_and(|quantity| !quantity.is_zero())
    }

    /// What is wrong with the row, if anything.
    pub(super) fn error(&self) -> Option<CellError> {
        if self.is_blank() {
            return None;
        }
        if self.kind == RowKind::Extra && self.name.trim().is_empty() {
            return Some(CellError::typed(Column::Name, CellFault::Empty, ""));
        }
        if let Err(error) = &self.quantity.value {
            return Some(error.clone());
        }
        if let Some(Typed { value: Err(error), .. }) = &self.unit_price {
            return Some(error.clone());
        }
        self.rating_error.as_ref().map(|error| CellError::rating(Column::Quantity, error))
    }

    /// Computes the exact amount from what is typed; zero while the row is blank or in error.
    pub(super) fn rate(&mut self) {
        self.exact = Exact::ZERO;
        self.rating_error = None;
        let Ok(quantity) = self.quantity.value else {
            return;
        };
        if let Some(price) = &self.unit_price {
            match price.value {
                Ok(unit_price) => {
                    self.item.charge = Charge::PerUnit(PerUnit { unit_price, base_quantity: None });
                }
                Err(_) => return,
            }
        }
        match rate_item(&self.item, &Measured::of(quantity, self.included), None) {
            Ok(exact) => self.exact = exact,
            Err(error) => self.rating_error = Some(error),
        }
        let Some(course) = &mut self.course else { return };
        course.first_exact = self.exact;
        if let Some((item, of_phase)) = &course.first {
            let measured = Measured::of(of_phase.unwrap_or(quantity), item.included);
            match rate_item(item, &measured, None) {
                Ok(exact) => course.first_exact = exact,
                Err(error) => self.rating_error = Some(error),
            }
        }
    }

    /// The exact amount at the start; nothing for a row that begins later.
    pub(super) fn exact_at_start(&self) -> Option<Exact> {
        match &self.course {
            None => Some(self.exact),
            Some(course) => course.begins.then_some(course.first_exact),
        }
    }

    /// The exact amount of a full period in the long run; nothing for a row that ends.
    pub(super) fn exact_of_period(&self) -> Option<Exact> {
        self.course.as_ref().is_none_or(|course| course.stays).then_some(self.exact)
    }

    /// Whether there are any units at the start.
    pub(super) fn has_units_at_start(&self) -> bool {
        match self.course.as_ref().and_then(|course| course.first.as_ref()) {
            Some((_, Some(quantity))) => !quantity.is_zero(),
            _ => self.has_units(),
        }
    }
}

/// The rows of a draft that was checked against its price list.
pub(super) fn rows(list: &PriceList, draft: &Draft) -> Vec<SessionRow> {
    let offers = list.plan(&draft.plan).map(|plan| offers(list, draft, plan)).unwrap_or_default();
    let plain = Draft { taxes: None, ..draft.clone() };
    let of_plan = offers.iter().filter_map(|offer| {
        let own_taxes = build::offer_item(list, &plain, offer)?.taxes;
        let item = build::offer_item(list, draft, offer)?;
        let (kind, quantity) = match &item.usage {
            Some(meter) => {
                (RowKind::Usage, draft.usage.get(meter).copied().unwrap_or(Quantity::ZERO))
            }
            None => (RowKind::Chosen, item.quantity.unwrap_or(Quantity::ONE)),
        };
        let mut row = SessionRow::of_item(kind, item, quantity, own_taxes);
        row.included = included(list, draft, &row.item);
        row.course = course(list, draft, offer);
        Some(row)
    });
    let extra = draft.lines.iter().map(|line| {
        let item = build::extra_item(draft, line);
        let mut row =
            SessionRow::of_item(RowKind::Extra, item, line.quantity, Arc::clone(&line.taxes));
        row.name = line.name.to_string();
        row
    });
    of_plan.chain(extra).collect()
}

/// What differs of an offer at the start and in the long run.
fn course(list: &PriceList, draft: &Draft, offer: &Offer<'_>) -> Option<Course> {
    let phase = offer.price.phases.first();
    if phase.is_none() && offer.from.is_none() && offer.until.is_none() {
        return None;
    }
    let item = phase.and_then(|_| build::item_in_phase(list, draft, offer, 0));
    Some(Course {
        first: item.map(|item| (item, phase.and_then(|phase| phase.quantity))),
        first_exact: Exact::ZERO,
        begins: offer.from.is_none(),
        stays: offer.until.is_none(),
    })
}

/// The allowance of an item with the free units of the quote's coupons, as far as they last. Beyond what
/// a quantity can be, pricing the quote refuses them.
fn included(list: &PriceList, draft: &Draft, item: &Item) -> Option<Quantity> {
    let coupons = draft.coupons.iter().filter_map(|code| build::coupon(list, code));
    let free = coupons.filter(|coupon| {
        item.usage.is_some()
            && coupon.periods.is_none()
            && coupon.is_for_plan(Some(&draft.plan))
            && coupon.applies_to(item.product.as_ref(), item.usage.as_ref())
    });
    free.fold(item.included, |included, coupon| {
        with_free_units(included, coupon.free_units).unwrap_or(included)
    })
}

/// The draft of the rows.
pub(super) fn draft(settings: &Draft, rows: &[SessionRow]) -> Result<Draft, Faults> {
    let mut check = Check::default();
    let mut quantities = BTreeMap::new();
    let mut usage = BTreeMap::new();
    let mut lines = Vec::new();
    let root = Pointer::ROOT;
    let place = root.field("rows");
    for (index, row) in rows.iter().enumerate() {
        if let Some(error) = row.error() {
            let row_place = place.index(index);
            check.fault(error.code(), &row_place.field(error.column.name()), error.detail.clone());
        }
        let Ok(quantity) = row.quantity.value else { continue };
        match (row.kind, &row.item.usage) {
            (RowKind::Chosen, _) => {
                quantities.insert(row.item.key.clone(), quantity);
            }
            (RowKind::Usage, Some(meter)) => {
                usage.insert(meter.clone(), quantity);
            }
            (RowKind::Usage, None) => {}
            (RowKind::Extra, _) => {
                if let Some(Typed { value: Ok(unit_price), .. }) = row.unit_price {
                    lines.push(ExtraLine {
                        key: row.item.key.clone(),
                        name: row.item.name.clone(),
                        quantity,
                        unit_price,
                        taxes: Arc::clone(&row.own_taxes),
                        interval: row.item.interval,
                    });
                }
            }
        }
    }
    check.finish()?;
    Ok(Draft { quantities, usage, lines, ..settings.clone() })
}

/// The draft of the settings and of the plan rows that are not in error, for opening a session anew.
pub(super) fn draft_lenient(settings: &Draft, list: &PriceList, rows: &[SessionRow]) -> Draft {
    let plan = list.plan(&settings.plan);
    let offers = plan.map(|plan| offers(list, settings, plan)).unwrap_or_default();
    let mut quantities = BTreeMap::new();
    let mut usage = BTreeMap::new();
    for row in rows {
        let Ok(quantity) = row.quantity.value else { continue };
        match (row.kind, &row.item.usage) {
            (RowKind::Chosen, _)
                if offers
                    .iter()
                    .any(|offer| offer.key == row.item.key && offer.price.usage.is_none()) =>
            {
                quantities.insert(row.item.key.clone(), quantity);
            }
            (RowKind::Usage, Some(meter))
                if offers.iter().any(|offer| offer.price.usage.as_ref() == Some(meter)) =>
            {
                usage.insert(meter.clone(), quantity);
            }
            _ => {}
        }
    }
    Draft { quantities, usage, lines: Vec::new(), ..settings.clone() }
}
