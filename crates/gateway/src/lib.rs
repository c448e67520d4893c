//! The Portcullis gateway: settings, the command line, the server, and the road of a request through the dialects.
//!
//! This crate knows actix, settings and the dialects' tables. It knows no field of any wire body.

pub mod admin;
pub mod assemble;
pub mod banner;
pub mod cli;
mod clients;
mod commands;
pub mod counting;
pub mod dialects;
pub mod door;
pub mod environment;
pub mod gate;
pub mod instance;
pub mod keys;
pub mod log;
pub mod metrics;
pub mod mount;
pub mod operate;
pub mod pipeline;
pub mod plans;
pub mod serve;
pub mod settings;
pub mod tls;
pub mod world;
