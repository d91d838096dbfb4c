//! Networks without what is cut out of them.

use ipnet::IpNet;

use crate::sets::Addresses;

use super::Peer;

/// The networks without the addresses of `cut`, a block for each of which something is left.
///
/// The networks stay as they were written; what is cut out is said in the fewest networks that can say it.
pub(super) fn blocks(networks: &[IpNet], cut: &Addresses) -> Vec<Peer> {
    networks.iter().filter_map(|network| block(*network, cut)).collect()
}

fn block(cidr: IpNet, cut: &Addresses) -> Option<Peer> {
    let whole = Addresses::net(cidr);
    let gone = whole.intersect(cut);
    (gone != whole).then(|| Peer::Block { cidr, except: gone.to_nets() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn net(text: &str) -> IpNet {
        text.parse().unwrap()
    }

    fn cut(networks: &[&str], cut: &[&str]) -> Vec<(String, Vec<String>)> {
        let networks: Vec<IpNet> = networks.iter().map(|text| net(text)).collect();
        let cut: Vec<IpNet> = cut.iter().map(|text| net(text)).collect();
        let text = |peer| match peer {
            Peer::Block { cidr, except } => (cidr.to_string(), except.iter().map(ToString::to_string).collect()),
            Peer::Pods(_) => panic!("a network is no pod"),
        };
        blocks(&networks, &Addresses::nets(&cut)).into_iter().map(text).collect()
    }

    #[test]
    fn what_is_cut_is_said_in_the_fewest_networks() {
        let except = vec!["10.0.0.0/15".to_owned(), "10.4.0.0/16".to_owned()];
        assert_eq!(
            cut(&["10.0.0.0/8"], &["10.1.0.0/16", "10.0.0.0/16", "10.4.0.0/16", "10.4.1.0/24", "fd00::/8"]),
            [("10.0.0.0/8".to_owned(), except)]
        );
    }

    #[test]
    fn a_network_of_which_nothing_is_left_is_dropped() {
        let left = [("192.168.0.0/16".to_owned(), vec![])];
        assert_eq!(cut(&["10.0.0.0/24", "192.168.0.0/16"], &["10.0.0.0/25", "10.0.0.128/25"]), left);
    }

    #[test]
    fn a_wider_network_cuts_what_it_holds() {
        assert_eq!(cut(&["10.0.0.0/24"], &["0.0.0.0/0"]), []);
        assert_eq!(cut(&["::/0"], &["0.0.0.0/0"]), [("::/0".to_owned(), vec![])]);
    }

    /// Networks that often meet: few bits vary.
    fn networks() -> impl Strategy<Value = Vec<IpNet>> {
        let v4 = (any::<u32>(), 0_u8..=32).prop_map(|(bits, prefix)| {
            let address = std::net::Ipv4Addr::from_bits(bits & 0xe000_0007);
            IpNet::new_assert(address.into(), prefix).trunc()
        });
        let v6 = (any::<u128>(), 0_u8..=128).prop_map(|(bits, prefix)| {
            let address = std::net::Ipv6Addr::from_bits(bits & (0xe0_u128 << 120 | 7));
            IpNet::new_assert(address.into(), prefix).trunc()
        });
        prop::collection::vec(prop_oneof![v4, v6], 0..8)
    }

    proptest! {
        #[test]
        fn blocks_are_the_difference_of_the_sets(networks in networks(), cut in networks()) {
            let cut = Addresses::nets(&cut);
            let mut left = Addresses::default();
            for peer in blocks(&networks, &cut) {
                let Peer::Block { cidr, except } = peer else { panic!("a network is no pod") };
                prop_assert!(networks.contains(&cidr));
                prop_assert!(except.is_sorted());
                for part in &except {
                    prop_assert!(cidr.contains(part) && cidr != *part, "{part} is strictly inside {cidr}");
                    prop_assert!(except.iter().filter(|other| other.contains(part)).count() == 1, "{part} stands alone");
                    let twin = part.supernet().filter(|above| {
                        except.iter().filter(|other| above.contains(*other)).any(|other| other != part && other.prefix_len() == part.prefix_len())
                    });
                    prop_assert!(twin.is_none(), "{part} and its twin are one network");
                }
                left = left.union(&Addresses::net(cidr).minus(&Addresses::nets(&except)));
            }
            prop_assert_eq!(left, Addresses::nets(&networks).minus(&cut));
        }
    }
}
