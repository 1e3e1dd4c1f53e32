(** * Regions, and signs that are plain to see

    A region is the set of the points at which every variable that is not declared real is >= 0, in every clause (a
    list of variables) some variable is > 0, and every assumption holds. *)

From Symflux Require Export AmGm.
Import ListNotations.
Local Open Scope R_scope.

Inductive relation := Positive | Nonnegative | Zero.

Definition holds (r : relation) (x : R) : Prop :=
  match r with Positive => 0 < x | Nonnegative => 0 <= x | Zero => x = 0 end.

Record region := Region {
  real : list positive;
  clauses : list (list positive);
  given : list (poly * relation) }.

Definition holds_at (at_ : point) (g : poly * relation) : Prop := holds (snd g) (value at_ (fst g)).

Definition inside (r : region) (at_ : point) : Prop :=
  (forall x, ~ In x (real r) -> 0 <= at_ x) /\
  (forall c, In c (clauses r) -> exists x, In x c /\ 0 < at_ x) /\
  (forall g, In g (given r) -> holds_at at_ g).

(** [proves r p s]: p s 0 at every point of r. *)
Definition proves (r : region) (p : poly) (s : relation) : Prop := forall at_, inside r at_ -> holds s (value at_ p).

Definition member (x : positive) (l : list positive) : bool := existsb (Pos.eqb x) l.

Lemma member_ok x l : member x l = true <-> In x l.
Proof.
  unfold member. rewrite existsb_exists. split.
  - intros [y [Y E]]. apply Pos.eqb_eq in E. subst. exact Y.
  - intros H. exists x. rewrite Pos.eqb_refl. auto.
Qed.

Lemma member_false x l : member x l = false <-> ~ In x l.
Proof. rewrite <- member_ok. destruct (member x l); split; intros; congruence || auto. Qed.

Definition is_even (e : positive) : bool := match e with xO _ => true | _ => false end.

Lemma even_power x e : is_even e = true -> x ^ Pos.to_nat e = Rabs x ^ Pos.to_nat e.
Proof.
  destruct e; try discriminate. intros _. rewrite Pos2Nat.inj_xO, !pow_Rsqr, <- Rsqr_abs. reflexivity.
Qed.

(** ** "Terms >= 0": positive coefficients, and even exponents in the real variables *)

Definition monomial_plain (r : region) (m : monomial) : bool :=
  forallb (fun f => negb (member (fst f) (real r)) || is_even (snd f)) m.
Definition term_plain (r : region) (t : monomial * Q) : bool :=
  negb (Qle_bool (snd t) 0) && monomial_plain r (fst t).
Definition plain (r : region) (p : poly) : bool := forallb (term_plain r) (terms p).
Definition supports (p : poly) : list (list positive) := map (fun t => map fst (fst t)) (terms p).

Lemma monomial_plain_nonneg r at_ m : inside r at_ -> monomial_plain r m = true -> 0 <= monomial_value at_ m.
Proof.
  intros [N _] H. induction m as [|[x e] m IH]; simpl; [lra|]. simpl in H. apply andb_true_iff in H as [E H].
  apply Rmult_le_pos; auto. apply orb_true_iff in E as [E|E].
  - apply pow_le, N, member_false, negb_true_iff, E.
  - rewrite even_power by assumption. apply pow_le, Rabs_pos.
Qed.

Lemma monomial_positive at_ m : (forall x, In x (map fst m) -> 0 < at_ x) -> 0 < monomial_value at_ m.
Proof.
  induction m as [|[x e] m IH]; intros H; simpl; [lra|].
  apply Rmult_lt_0_compat; [apply pow_lt, H; left; auto | apply IH; intros y Y; apply H; right; auto].
Qed.

Lemma term_plain_nonneg r at_ t : inside r at_ -> term_plain r t = true -> 0 <= term_value at_ t.
Proof.
  unfold term_plain. rewrite andb_true_iff, negb_true_iff. intros I [C M].
  apply Rmult_le_pos; [apply Rlt_le, Q2R_positive, C | apply monomial_plain_nonneg with r; auto].
Qed.

Lemma plain_nonneg r at_ p : inside r at_ -> plain r p = true -> 0 <= value at_ p.
Proof.
  unfold plain. rewrite terms_ok. intros I. induction (terms p) as [|t l IH]; simpl; [lra|].
  rewrite andb_true_iff. intros [T L]. apply Rplus_le_le_0_compat; auto. apply term_plain_nonneg with r; auto.
Qed.

Lemma plain_positive r at_ p s : inside r at_ -> plain r p = true -> In s (supports p) ->
  (forall x, In x s -> 0 < at_ x) -> 0 < value at_ p.
Proof.
  unfold plain, supports. rewrite terms_ok. intros I. induction (terms p) as [|t l IH]; simpl; [tauto|].
  rewrite andb_true_iff. intros [T L] S P.
  assert (L0 : 0 <= sum (map (term_value at_) l)).
  { clear - I L. induction l as [|u l IH]; simpl; [lra|]. simpl in L. apply andb_true_iff in L as [U L].
    apply Rplus_le_le_0_compat; auto. apply term_plain_nonneg with r; auto. }
  destruct S as [<-|S].
  - apply Rplus_lt_le_0_compat; auto. unfold term_plain in T. apply andb_true_iff in T as [C _].
    apply Rmult_lt_0_compat; [apply Q2R_positive, negb_true_iff, C | apply monomial_positive, P].
  - apply Rplus_le_lt_0_compat; auto. apply term_plain_nonneg with r; auto.
Qed.

(** ** Strictness by faces: every face that meets the region carries one of the supports *)

Fixpoint everywhere (s : list (list positive)) (c : list (list positive)) (positive_ : list positive) : bool :=
  existsb (forallb (fun x => member x positive_)) s ||
  match c with
  | [] => false
  | clause :: c =>
      if existsb (fun x => member x positive_) clause then everywhere s c positive_
      else forallb (fun x => everywhere s c (x :: positive_)) clause
  end.

Lemma everywhere_ok at_ s c : forall positive_, everywhere s c positive_ = true ->
  (forall k, In k c -> exists x, In x k /\ 0 < at_ x) -> (forall x, In x positive_ -> 0 < at_ x) ->
  exists m, In m s /\ forall x, In x m -> 0 < at_ x.
Proof.
  induction c as [|k c IH]; intros l H C P; simpl in H; apply orb_true_iff in H as [H|H]; try discriminate.
  1, 2: apply existsb_exists in H as [m [M H]]; rewrite forallb_forall in H; exists m; split; auto;
    intros x X; apply P, member_ok, H, X.
  assert (C' : forall k, In k c -> exists x, In x k /\ 0 < at_ x) by (intros; apply C; right; auto).
  destruct (existsb _ k); [eauto|]. destruct (C k) as [x [X Px]]; [left; auto|].
  rewrite forallb_forall in H. apply (IH (x :: l)); auto. intros y [<-|Y]; auto.
Qed.

(** A strict assumption whose terms are all >= 0, none of them constant or with a real variable, counts as a clause. *)
Definition clauses_of (r : region) (g : poly * relation) : list (list positive) :=
  let s := supports (fst g) in
  if plain r (fst g) && forallb (fun m => negb (length m =? 0)%nat) s
     && forallb (fun x => negb (member x (real r))) (concat s)
  then match snd g, s with Positive, [m] => map (fun x => [x]) m | Positive, _ => [concat s] | _, _ => [] end
  else [].

(** Short clauses first: fewer cases. *)
Definition all_clauses (r : region) : list (list positive) :=
  let all := clauses r ++ flat_map (clauses_of r) (given r) in
  let short c := (length c <=? 1)%nat in
  filter short all ++ filter (fun c => negb (short c)) all.

Lemma nonzero_power x e : x ^ Pos.to_nat e <> 0 -> x <> 0.
Proof. intros H Z. apply H. rewrite Z. apply pow_i, Pos2Nat.is_pos. Qed.

Lemma monomial_factors at_ m x : monomial_value at_ m <> 0 -> In x (map fst m) -> at_ x <> 0.
Proof.
  induction m as [|[y e] m IH]; simpl; [tauto|]. intros H [<-|X].
  - apply nonzero_power with e. intros Z. apply H. rewrite Z. ring.
  - apply IH; auto. intros Z. apply H. rewrite Z. ring.
Qed.

(** A positive sum of terms >= 0 has a term with no variable that vanishes. *)
Lemma some_support at_ p : 0 < value at_ p -> exists s, In s (supports p) /\ forall x, In x s -> at_ x <> 0.
Proof.
  unfold supports. rewrite terms_ok. induction (terms p) as [|t l IH]; simpl; [lra|]. intros H.
  destruct (Req_EM_T (monomial_value at_ (fst t)) 0) as [Z|N].
  - destruct IH as [s [S P]]; [unfold term_value in H at 1; rewrite Z in H; lra|]. exists s. auto.
  - exists (map fst (fst t)). split; auto. intros x. apply monomial_factors, N.
Qed.

Lemma clauses_of_ok r at_ g c : inside r at_ -> In g (given r) -> In c (clauses_of r g) ->
  exists x, In x c /\ 0 < at_ x.
Proof.
  intros [N [_ G]] I C. specialize (G g I). unfold holds_at in G. unfold clauses_of in C.
  destruct (plain r (fst g) && _ && _) eqn:E; [|contradiction]. destruct (snd g); try contradiction.
  apply andb_true_iff in E as [E F]. apply andb_true_iff in E as [_ E].
  rewrite forallb_forall in E, F. destruct (some_support _ _ G) as [s [S P]].
  assert (Q : forall x, In x s -> 0 < at_ x).
  { intros x X. specialize (P x X). assert (L : 0 <= at_ x); [|lra].
    apply N, member_false, negb_true_iff, F. rewrite in_concat. exists s. auto. }
  assert (M : exists x, In x s).
  { specialize (E s S). destruct s as [|x s]; [discriminate|]. exists x. left. auto. }
  destruct M as [x M]. assert (D : In c [concat (supports (fst g))] \/ supports (fst g) = [s] /\ In c (map (fun x => [x]) s)).
  { destruct (supports (fst g)) as [|m [|m' l]]; auto. right. destruct S as [<-|[]]. auto. }
  destruct D as [[<-|[]]|[_ D]].
  - exists x. split; auto. rewrite in_concat. exists s. auto.
  - apply in_map_iff in D as [y [<- Y]]. exists y. split; [left|]; auto.
Qed.

Lemma all_clauses_ok r at_ c : inside r at_ -> In c (all_clauses r) -> exists x, In x c /\ 0 < at_ x.
Proof.
  intros I C. unfold all_clauses in C. rewrite in_app_iff, !filter_In, in_app_iff in C.
  assert (D : In c (clauses r) \/ In c (flat_map (clauses_of r) (given r))) by tauto.
  destruct D as [D|D]; [destruct I as [_ [I _]]; auto|].
  apply in_flat_map in D as [g [G D]]. apply clauses_of_ok with r g; auto.
Qed.

Lemma everywhere_region r at_ s : inside r at_ -> everywhere s (all_clauses r) [] = true ->
  exists m, In m s /\ forall x, In x m -> 0 < at_ x.
Proof.
  intros I E. apply (everywhere_ok at_ _ _ _ E); [|contradiction]. intros k. apply (all_clauses_ok r at_ k I).
Qed.

(** "Plainly positive" *)
Definition plainly_positive (r : region) (p : poly) : bool := plain r p && everywhere (supports p) (all_clauses r) [].

Lemma plainly_positive_ok r p : plainly_positive r p = true -> proves r p Positive.
Proof.
  unfold plainly_positive. rewrite andb_true_iff. intros [P E] at_ I.
  destruct (everywhere_region _ _ _ I E) as [s [S H]]. exact (plain_positive _ _ _ _ I P S H).
Qed.

(** ** One more assumption *)

Definition known (g : poly * relation) (r : region) : region := Region (real r) (clauses r) (given r ++ [g]).

Lemma inside_known r at_ g : inside r at_ -> holds_at at_ g -> inside (known g r) at_.
Proof.
  intros [N [C G]] H. repeat split; auto. intros k K. apply in_app_or in K as [K|[<-|[]]]; auto.
Qed.

(** ** Substitutions *)

Definition mapped (s : positive -> poly) (r : region) : region :=
  Region (real r) (clauses r) (map (fun g => (put s (fst g), snd g)) (given r)).

(** If [image] x = s_x(other) for all x, assumptions at [image] and their images at [other] say the same. *)
Lemma put_value s at_ other p : (forall x, value other (s x) = at_ x) -> value other (put s p) = value at_ p.
Proof. intros H. rewrite put_ok. apply value_ext, H. Qed.

Lemma put_given s r at_ other : (forall x, value other (s x) = at_ x) ->
  (forall g, In g (given r) -> holds_at at_ g) -> forall g, In g (given (mapped s r)) -> holds_at other g.
Proof.
  intros H G g I. apply in_map_iff in I as [k [<- K]]. unfold holds_at; simpl.
  rewrite (put_value s at_ other); auto. apply (G k K).
Qed.
