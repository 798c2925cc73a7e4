//! The union itself: its founding.
pub mod command;
pub mod decide;
pub mod effect;
pub mod evolve;
