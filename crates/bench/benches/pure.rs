//! The pure parts, timed: `cargo bench -p portcullis-bench`.

use std::hint::black_box;

use criterion::{BatchSize, Criterion};
use portcullis_bench::parts::{Rig, all};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), String> {
    let rig = Rig::new()?;
    let mut criterion = Criterion::default().configure_from_args();
    for part in all(&rig)? {
        let mut number = 0;
        let mut next = || {
            number += 1;
            (part.prepare)(number)
        };
        criterion.bench_function(part.name, |timed| {
            timed.iter_batched_ref(&mut next, |run| black_box(run)(), BatchSize::SmallInput);
        });
    }
    criterion.final_summary();
    Ok(())
}
