//! Alternation: each contender has a burst in every round, in turn the first and the last, and ratios are taken within a
//! round, so that a machine that slows down slows both sides.

use super::gateway::Site;
use super::machine;
use super::process::Server;
use super::workshop::Workshop;
use crate::load::{Burst, Client};
use crate::shots::Ask;
use portcullis::world::synthetic::Person;

/// What one burst came to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    /// Requests a second.
    pub(super) rate: f64,
    /// Microseconds.
    pub(super) p50: f64,
    /// Microseconds.
    pub(super) p99: f64,
    /// Microseconds of the server's processors a request; not a number where nobody tells.
    pub(super) cpu: f64,
    /// Bytes of an answer on the wire.
    pub(super) bytes: f64,
}

/// Something that can be loaded.
pub(super) struct Contender<'c> {
    /// What it is called in the tables.
    pub(super) name: String,
    /// Loads it once.
    pub(super) burst: Box<dyn FnMut() -> Result<Sample, String> + 'c>,
}

/// All bursts of a contender, round by round.
#[derive(Debug)]
pub(super) struct Series {
    pub(super) name: String,
    pub(super) samples: Vec<Sample>,
}

impl Series {
    /// The median over the rounds.
    pub(super) fn median(&self, of: impl Fn(&Sample) -> f64) -> f64 {
        middle(self.samples.iter().map(of).collect()).1
    }

    /// Least, median and greatest ratio to another series, round by round.
    pub(super) fn ratio(&self, to: &Self, of: impl Fn(&Sample) -> f64) -> (f64, f64, f64) {
        middle(self.samples.iter().zip(&to.samples).map(|(one, other)| of(one) / of(other)).collect())
    }
}

/// The least, the median and the greatest.
pub(super) fn middle(mut values: Vec<f64>) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    let at = |place: usize| values.get(place).copied().unwrap_or(f64::NAN);
    let last = values.len().saturating_sub(1);
    (at(0), (at(last / 2) + at(last.div_ceil(2))) / 2.0, at(last))
}

/// Bursts of every contender in so many rounds, after one that only warms up; and how many of them began on a machine that
/// was not idle.
pub(super) fn alternate(
    (rounds, patience): (u32, u64),
    contenders: &mut [Contender<'_>],
) -> Result<(Vec<Series>, u32), String> {
    let mut series: Vec<Series> =
        contenders.iter().map(|one| Series { name: one.name.clone(), samples: Vec::new() }).collect();
    let mut busy = 0;
    for round in 0..=rounds {
        let mut order: Vec<usize> = (0..contenders.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for at in order {
            busy += u32::from(!machine::settle(patience));
            let sample = (contenders[at].burst)().map_err(|error| format!("{}: {error}", contenders[at].name))?;
            if round > 0 {
                series[at].samples.push(sample);
            }
        }
    }
    Ok((series, busy))
}

/// How a gateway is asked.
#[derive(Clone, Debug)]
pub(super) struct Asking<'a> {
    /// What.
    pub(super) ask: Ask,
    /// By whom, and with what more in the query; by everybody in turn if absent.
    pub(super) reader: Option<(&'a Person, String)>,
    /// Over how many connections.
    pub(super) connections: usize,
}

/// A gateway under wrk.
pub(super) fn gateway<'a>(shop: &'a Workshop, site: &'a Site, name: &str, asking: Asking<'a>) -> Contender<'a> {
    // More than the first burst will send: what runs out would be measured as idleness.
    let mut rate = 90_000.0;
    let burst = move || {
        let server = site.server()?;
        let (ask, seconds) = (asking.ask, shop.options.seconds);
        let once = ask.signed() || ask.writes();
        // Somewhat more than will be sent, so that the burst lasts as long as it should.
        let count = if once { (rate * seconds as f64 * 1.4) as u64 + 2_000 } else { 2_000 };
        let threads = shop.wrk.threads.min(asking.connections);
        let reader = asking.reader.as_ref().map(|(who, more)| (*who, more.as_str()));
        let host = server.address.to_string();
        site.preparer.borrow_mut().write(&shop.wrk.files, threads, (ask, reader), (&host, count))?;
        let sample = under_wrk(shop, server, (asking.connections, !once))?;
        site.forget_log();
        rate = sample.rate;
        Ok(sample)
    };
    Contender { name: name.to_owned(), burst: Box::new(burst) }
}

/// A reference under wrk, asked by the same method with the same body and nothing else.
pub(super) fn reference<'a>(
    shop: &'a Workshop,
    site: &'a Site,
    name: &str,
    server: &'a Server,
    asking: &Asking<'_>,
) -> Contender<'a> {
    let (ask, connections) = (asking.ask, asking.connections);
    let burst = move || {
        let threads = shop.wrk.threads.min(connections);
        site.preparer.borrow().write_bare(&shop.wrk.files, threads, ask, &server.address.to_string())?;
        under_wrk(shop, server, (connections, true))
    };
    Contender { name: name.to_owned(), burst: Box::new(burst) }
}

fn under_wrk(shop: &Workshop, server: &Server, (connections, again): (usize, bool)) -> Result<Sample, String> {
    let before = machine::processor_seconds(server.pid)?;
    // Load has the processors that a bound server leaves; beside one that is not bound it is not bound either.
    let pin = shop.load_pin().filter(|_| server.bound);
    let burst: Burst = shop.wrk.burst(&server.url(), (connections, shop.options.seconds), again, pin)?;
    let spent = machine::processor_seconds(server.pid)? - before;
    Ok(Sample {
        rate: burst.rate(),
        p50: burst.p50 as f64,
        p99: burst.p99 as f64,
        cpu: spent * 1e6 / burst.requests as f64,
        bytes: burst.bytes as f64 / burst.requests as f64,
    })
}

/// The length of the body that is answered to one request.
pub(super) fn body_length(site: &Site, asking: &Asking<'_>) -> Result<usize, String> {
    one(site, asking).map(|body| body.len())
}

/// The body that is answered to one request.
pub(super) fn one(site: &Site, asking: &Asking<'_>) -> Result<Vec<u8>, String> {
    let server = site.server()?;
    let reader = asking.reader.as_ref().map(|(who, more)| (*who, more.as_str()));
    let request = site.preparer.borrow_mut().request(asking.ask, reader, &server.address.to_string())?;
    let answer = Client::connect(server.address)?.send(&request)?;
    if !(200..300).contains(&answer.status) {
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        return Err(format!("{:?} is answered {}: {}", asking.ask, answer.status, body.trim()));
    }
    Ok(answer.body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_between_the_two_in_the_middle() {
        assert_eq!(middle(vec![3.0, 1.0, 2.0]), (1.0, 2.0, 3.0));
        assert_eq!(middle(vec![4.0, 1.0, 2.0, 3.0]), (1.0, 2.5, 4.0));
        assert!(middle(Vec::new()).1.is_nan());
    }

    #[test]
    fn contenders_take_turns_and_the_warm_up_does_not_count() {
        let order = std::cell::RefCell::new(String::new());
        let contender = |name: &'static str| Contender {
            name: name.to_owned(),
            burst: Box::new(|| {
                order.borrow_mut().push_str(name);
                Ok(Sample { rate: 1.0, p50: 1.0, p99: 1.0, cpu: 1.0, bytes: 1.0 })
            }),
        };
        let (series, _) = alternate((2, 0), &mut [contender("a"), contender("b")]).unwrap();
        assert_eq!(*order.borrow(), "abbaab");
        assert!(series.iter().all(|one| one.samples.len() == 2));
    }
}
