//! Checks of a price list: every fault at once, each with its place.

use rustc_hash::{FxBuildHasher, FxHashSet};
use seikyu_money::Currency;

use crate::{
    catalog::{
        AddOn, Code, Plan, Price, PriceList, TaxCategory, TaxRate, TaxTerms, phase::check_phases,
    },
    rating::Limits,
    wire::{Check, Faults, Pointer, read},
};

/// Records codes that occur twice in a list.
pub fn check_codes<'c>(
    codes: impl Iterator<Item = &'c Code>,
    name: &str,
    pointer: &Pointer<'_>,
    check: &mut Check,
) {
    let mut seen = FxHashSet::with_capacity_and_hasher(codes.size_hint().0, FxBuildHasher);
    for (index, code) in codes.enumerate() {
        if !seen.insert(code) {
            check.fault(
                "duplicate_code",
                &pointer.index(index).field(name),
                format!("“{code}” is there already; accepted are different codes."),
            );
        }
    }
}

impl PriceList {
    /// Whether any price has a charge in a currency beside the list's.
    fn is_sold_in(&self, currency: Currency) -> bool {
        let of_plans = self.plans.iter().flat_map(|plan| &plan.prices);
        let prices = of_plans.chain(self.add_ons.iter().flat_map(|add_on| &add_on.prices));
        prices
            .into_iter()
            .any(|price| price.currencies.iter().any(|other| other.currency == currency))
    }

    /// Reads a price list and checks it.
    ///
    /// ```
    /// use seikyu_engine::catalog::PriceList;
    ///
    /// // Two faults of meaning, told at once.
    /// let faults = PriceList::read(r#"{
    ///     "version": "seikyu.price-list.v1", "code": "acme", "name": {"en": "Acme"},
    ///     "currency": "EUR", "tax": {"behavior": "exclusive", "rates": []},
    ///     "products": [{"code": "seat", "name": {"en": "Seats"}, "taxes": ["vat"]}],
    ///     "plans": [{"code": "team", "name": {"en": "Team"}, "version": 1, "prices": [{
    ///         "code": "seats", "product": "chair", "interval": {"unit": "month", "count": 1},
    ///         "charge": {"model": "per_unit", "unit_price": "9.00"}}]}]
    /// }"#).unwrap_err();
    /// let pointers: Vec<&str> = faults.list().iter().map(|fault| fault.pointer.as_str()).collect();
    /// assert_eq!(pointers, ["/products/0/taxes/0", "/plans/0/prices/0/product"]);
    /// ```
    ///
    /// # Errors
    /// The first field that is not of the form, or every fault of a price list of the form.
    #[inline]
    pub fn read(text: &str) -> Result<Self, Faults> {
        let list: Self = read(text)?;
        list.check()?;
        Ok(list)
    }

    /// Checks what the form alone cannot: that codes are unique and refer to something, that tiers
    /// rise, that coupons and rates make sense.
    ///
    /// # Errors
    /// Every fault, in the order of the document.
    pub fn check(&self) -> Result<(), Faults> {
        let mut check = Check::default();
        let root = Pointer::ROOT;
        let lists = [
            ("meters", self.meters.iter().map(|meter| &meter.code).collect::<Vec<_>>()),
            ("products", self.products.iter().map(|product| &product.code).collect()),
            ("plans", self.plans.iter().map(|plan| &plan.code).collect()),
            ("add_ons", self.add_ons.iter().map(|add_on| &add_on.code).collect()),
            ("features", self.features.iter().map(|feature| &feature.code).collect()),
            ("coupons", self.coupons.iter().map(|coupon| &coupon.code).collect()),
        ];
        for (name, codes) in lists {
            check_codes(codes.into_iter(), "code", &root.field(name), &mut check);
        }
        let meters = root.field("meters");
        for (index, meter) in self.meters.iter().enumerate() {
            meter.check(&meters.index(index), &mut check);
        }
        self.tax.check(&root.field("tax"), &mut check);
        if let Some(rules) = &self.tax_rules {
            rules.check(&self.tax, &root.field("tax_rules"), &mut check);
        }
        for (index, product) in self.products.iter().enumerate() {
            let products = root.field("products");
            let place = products.index(index);
            self.tax.check_codes(&product.taxes, &place.field("taxes"), &mut check);
        }
        for (index, plan) in self.plans.iter().enumerate() {
            self.check_plan(plan, &root.field("plans").index(index), &mut check);
        }
        for (index, add_on) in self.add_ons.iter().enumerate() {
            self.check_add_on(add_on, &root.field("add_ons").index(index), &mut check);
        }
        self.check_features(&root.field("features"), &mut check);
        for (index, coupon) in self.coupons.iter().enumerate() {
            let coupons = root.field("coupons");
            let place = coupons.index(index);
            let sold = |named: Currency| named == self.currency || self.is_sold_in(named);
            let named = coupon.currency.filter(|named| sold(*named));
            coupon.check(named.unwrap_or(self.currency), &place, &mut check);
            let known = |kind: &str, code: &Code| match kind {
                "product" => self.product(code).is_some(),
                "plan" => self.plan(code).is_some(),
                _ => self.meters.iter().any(|meter| meter.code == *code),
            };
            let lists = [
                ("products", "product", &coupon.products),
                ("plans", "plan", &coupon.plans),
                ("meters", "meter", &coupon.meters),
            ];
            for (name, kind, codes) in lists {
                let field = place.field(name);
                for (at, code) in codes.iter().flatten().enumerate() {
                    if !known(kind, code) {
                        unknown(&mut check, &field.index(at), kind, code);
                    }
                }
            }
        }
        check.finish()
    }

    fn check_plan(&self, plan: &Plan, pointer: &Pointer<'_>, check: &mut Check) {
        if plan.version == 0 {
            let detail = "A plan version of 0 was given; accepted is 1 or more.";
            check.fault("out_of_range", &pointer.field("version"), detail);
        }
        let prices = pointer.field("prices");
        check_codes(plan.prices.iter().map(|price| &price.code), "code", &prices, check);
        for (index, price) in plan.prices.iter().enumerate() {
            self.check_price(price, &prices.index(index), check);
        }
        self.check_entitlements(&plan.entitlements, &pointer.field("entitlements"), check);
        let commitments = pointer.field("commitments");
        let codes = plan.commitments.iter().map(|commitment| &commitment.code);
        check_codes(codes, "code", &commitments, check);
        let line = |price: &Price| price.line.clone().unwrap_or_else(|| price.code.clone());
        let known: Vec<Code> = plan.prices.iter().map(line).collect();
        for (index, commitment) in plan.commitments.iter().enumerate() {
            let place = commitments.index(index);
            commitment.check((self.currency, &self.tax), &place, check);
            if known.contains(&commitment.code) {
                let detail =
                    format!("“{}” is a line already; accepted is another code.", commitment.code);
                check.fault("duplicate_code", &place.field("code"), detail);
            }
            let lines = place.field("lines");
            for (at, line) in commitment.lines.iter().flatten().enumerate() {
                if !known.contains(line) {
                    unknown(check, &lines.index(at), "line", line);
                }
            }
        }
    }

    fn check_add_on(&self, add_on: &AddOn, pointer: &Pointer<'_>, check: &mut Check) {
        let plans = pointer.field("plans");
        for (at, code) in add_on.plans.iter().flatten().enumerate() {
            if self.plan(code).is_none() {
                unknown(check, &plans.index(at), "plan", code);
            }
        }
        if add_on.quantity_max == Some(0) {
            let detail = "0 was given; accepted is 1 or more, or nothing for any number.";
            check.fault("out_of_range", &pointer.field("quantity_max"), detail);
        }
        let prices = pointer.field("prices");
        check_codes(add_on.prices.iter().map(|price| &price.code), "code", &prices, check);
        for (index, price) in add_on.prices.iter().enumerate() {
            let place = prices.index(index);
            self.check_price(price, &place, check);
            if add_on.key(price).is_none() {
                let detail = "With the add-on's code it is too long; accepted are 64 characters.";
                check.fault("out_of_range", &place.field("code"), detail);
            }
        }
        self.check_entitlements(&add_on.entitlements, &pointer.field("entitlements"), check);
    }

    pub(crate) fn check_price(&self, price: &Price, pointer: &Pointer<'_>, check: &mut Check) {
        if self.product(&price.product).is_none() {
            unknown(check, &pointer.field("product"), "product", &price.product);
        }
        if let Some(meter) = &price.usage {
            let place = pointer.field("usage");
            if !self.meters.iter().any(|known| known.code == *meter) {
                unknown(check, &place, "meter", meter);
            }
            if price.quantity.is_some() {
                check.fault(
                    "usage_and_quantity",
                    &pointer.field("quantity"),
                    "The quantity comes from usage; accepted is no chosen quantity beside it.",
                );
            }
            if price.timing == Some(crate::catalog::Timing::InAdvance) {
                check.fault(
                    "usage_in_advance",
                    &pointer.field("timing"),
                    "Usage is known at the end of the period; accepted is in_arrears.",
                );
            }
        }
        if price.usage.is_some() && price.interval.is_none() {
            check.fault(
                "missing_field",
                &pointer.field("interval"),
                "Usage is charged per period; accepted is an interval.",
            );
        }
        check_phases(price, pointer, check);
        let currencies = pointer.field("currencies");
        for (index, other) in price.currencies.iter().enumerate() {
            let place = currencies.index(index);
            let earlier = price.currencies.iter().take(index);
            if other.currency == self.currency
                || earlier.into_iter().any(|earlier| earlier.currency == other.currency)
            {
                let detail = format!(
                    "There is a price in {} already; accepted is each currency once.",
                    other.currency
                );
                check.fault("duplicate_code", &place.field("currency"), detail);
            }
            other.charge.check(&place.field("charge"), check);
            Limits { minimum: other.minimum, maximum: other.maximum }.check(&place, check);
        }
        if !price.currencies.is_empty() && !price.phases.is_empty() {
            let detail = "Phases are in the list's currency; accepted is no other beside them.";
            check.fault("out_of_range", &currencies, detail);
        }
        price.charge.check(&pointer.field("charge"), check);
        let known = |code: &Code| self.meters.iter().find(|meter| meter.code == *code);
        let meter = price.usage.as_ref().and_then(known);
        if meter.is_some() == price.usage.is_some() {
            price.charge.check_meter(meter, &pointer.field("usage"), check);
        }
        price.limits().check(pointer, check);
    }
}

impl TaxTerms {
    /// Records what is wrong with the rates.
    pub fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        let rates = pointer.field("rates");
        check_codes(self.rates.iter().map(|rate| &rate.code), "code", &rates, check);
        for (index, rate) in self.rates.iter().enumerate() {
            self.check_changes(rate, &rates.index(index), check);
            if !rate.category.is_taxed() && !rate.percent.is_zero() {
                check.fault(
                    "rate_not_zero",
                    &rates.index(index).field("percent"),
                    format!(
                        "{} % was given for category {:?}; accepted is 0 (EN 16931 BR-{:?}-05).",
                        rate.percent, rate.category, rate.category
                    ),
                );
            }
        }
    }

    fn check_changes(&self, rate: &TaxRate, pointer: &Pointer<'_>, check: &mut Check) {
        let changes = pointer.field("changes");
        let mut before = None;
        for (index, change) in rate.changes.iter().enumerate() {
            let place = changes.index(index);
            if before.is_some_and(|before| change.from <= before) {
                let detail = format!(
                    "{} is not after the day above it; accepted are rising days.",
                    change.from
                );
                check.fault("changes_not_rising", &place.field("from"), detail);
            }
            before = Some(change.from);
            if !rate.category.is_taxed() && !change.percent.is_zero() {
                let detail = format!(
                    "{} % was given for category {:?}; accepted is 0.",
                    change.percent, rate.category
                );
                check.fault("rate_not_zero", &place.field("percent"), detail);
            }
            let code = rate.code_from(change.from);
            if code.map_or(true, |code| self.rates.iter().any(|other| other.code == code)) {
                let detail = format!(
                    "“{}-{}” is too long or is another rate; accepted is a code of its own.",
                    rate.code, change.from
                );
                check.fault("duplicate_code", &place.field("from"), detail);
            }
        }
    }

    /// Records codes that are no rate, and rates named twice.
    pub fn check_codes(&self, codes: &[Code], pointer: &Pointer<'_>, check: &mut Check) {
        self.check_named(codes, |rate, code| rate.code == *code, pointer, check);
    }

    /// As [`TaxTerms::check_codes`], for codes as a bill has them: a rate that changed may be named by
    /// its code and the day.
    pub fn check_billed_codes(&self, codes: &[Code], pointer: &Pointer<'_>, check: &mut Check) {
        self.check_named(codes, TaxRate::is_billed_as, pointer, check);
    }

    fn check_named(
        &self,
        codes: &[Code],
        names: impl Fn(&TaxRate, &Code) -> bool,
        pointer: &Pointer<'_>,
        check: &mut Check,
    ) {
        let of = |code: &Code| self.rates.iter().find(|rate| names(rate, code));
        for (index, code) in codes.iter().enumerate() {
            if of(code).is_none() {
                unknown(check, &pointer.index(index), "tax rate", code);
            } else if codes.iter().take(index).any(|earlier| earlier == code) {
                check.fault(
                    "duplicate_code",
                    &pointer.index(index),
                    format!("“{code}” is named twice; accepted is each rate once."),
                );
            }
        }
        let split = |code: &&Code| of(code).is_some_and(|rate| rate.category == TaxCategory::B);
        if codes.iter().any(|code| split(&code)) && !codes.iter().all(|code| split(&code)) {
            check.fault(
                "split_and_other",
                pointer,
                "Split payment (B) stands beside another rate; accepted are rates of category B only \
                 (EN 16931 BR-B-02).",
            );
        }
    }
}

fn unknown(check: &mut Check, pointer: &Pointer<'_>, kind: &str, code: &Code) {
    let detail = format!("There is no {kind} “{code}”; accepted is one of the document.");
    check.fault("unknown_reference", pointer, detail);
}
