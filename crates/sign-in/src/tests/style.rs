//! The style sheet: allowed by its hash, loading nothing, readable in light and dark.

use std::collections::BTreeMap;

use super::*;

#[test]
fn the_policy_names_the_hash_of_the_style_sheet() {
    let reply = told(&get("/oauth/authorize?oauth_token=t"), ask(question(Some(CALLBACK))));
    let policy = reply.get_header("content-security-policy").unwrap();
    let hash = hashed(STYLE).replace('-', "+").replace('_', "/");
    let expected = format!(
        "default-src 'none'; style-src 'sha256-{hash}='; form-action 'self' https:; frame-ancestors 'none'; base-uri 'none'"
    );
    assert_eq!(policy, expected);
    // What the browser hashes is what stands between the tags.
    assert!(String::from_utf8(reply.body.to_vec()).unwrap().contains(&format!("<style>{STYLE}</style>")));
}

#[test]
fn a_form_may_end_where_its_callback_is() {
    for (callback, sources) in [
        (Some("http://127.0.0.1:5000/back"), "'self' http:;"),
        (Some("my-app://back"), "'self' my-app:;"),
        (Some("My.App+1://back"), "'self' my.app+1:;"),
        (None, "'self';"),
    ] {
        let reply = told(&get("/oauth/authorize?oauth_token=t"), ask(question(callback)));
        let policy = reply.get_header("content-security-policy").unwrap();
        assert!(policy.contains(&format!("form-action {sources}")), "{policy}");
    }
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    assert!(!STYLE.contains("url(") && !STYLE.contains("@import") && !STYLE.contains('<'));
    let page = html(&told(&get("/oauth/authorize?oauth_token=t"), ask(question(Some(CALLBACK)))));
    for word in ["<script", "<img", "<link", " src=", " style=", " onclick", " onload"] {
        assert!(!page.contains(word), "{word} in {page}");
    }
}

#[test]
fn every_text_reads_well_in_light_and_dark() {
    let linear = |hex: &str| {
        let part = f64::from(u8::from_str_radix(hex, 16).unwrap()) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = |colour: &str| {
        let long = match colour.len() {
            4 => colour.chars().skip(1).flat_map(|digit| [digit, digit]).collect(),
            _ => colour[1..].to_owned(),
        };
        0.2126 * linear(&long[0..2]) + 0.7152 * linear(&long[2..4]) + 0.0722 * linear(&long[4..6])
    };
    let palettes: Vec<BTreeMap<_, _>> = STYLE
        .split(":root {")
        .skip(1)
        .map(|block| {
            let block = &block[..block.find('}').unwrap()];
            let pairs = block.split(';').filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "));
            pairs.collect()
        })
        .collect();
    assert_eq!(palettes.len(), 2);
    // WCAG 2: 4.5 for text, 3 for the edges of what can be used.
    for palette in palettes {
        for (one, other, least) in [
            ("ink", "sheet", 7.0),
            ("ink", "tint", 7.0),
            ("soft", "sheet", 4.5),
            ("soft", "ground", 4.5),
            ("soft", "tint", 4.5),
            ("deed", "sheet", 4.5),
            ("on-deed", "deed", 4.5),
            ("on-deed", "deed-over", 4.5),
            ("alarm", "alarm-ground", 4.5),
            ("edge", "sheet", 3.0),
            ("edge", "tint", 3.0),
            ("good", "sheet", 3.0),
        ] {
            let (a, b) = (luminance(palette[one]), luminance(palette[other]));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= least, "{one} on {other}: {contrast:.2}");
        }
    }
}
