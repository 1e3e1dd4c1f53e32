(** * Sums of terms, squares, multiples of assumptions and AM-GM forms: the rules "sage" and "gram"

    p = sum h g g' .. + sum w q^2 + sum of AM-GM forms + terms >= 0. *)

From Symflux Require Export Regions.
Import ListNotations.
Local Open Scope R_scope.

Record leaf := Sum {
  centre : list (positive * Q);                             (* X; 1 where it is not given *)
  multiples : list (list nat * poly);                       (* numbers of assumptions, h *)
  squares : list (list nat * (poly * poly));                (* numbers of assumptions, w, q *)
  circuits : list (monomial * list (monomial * Q)) }.       (* b, the a with their weights *)

(** ** Multiples of assumptions *)

Fixpoint assumptions (r : region) (ks : list nat) : option (list (poly * relation)) :=
  match ks with
  | [] => Some []
  | k :: ks => match nth_error (given r) k, assumptions r ks with Some g, Some l => Some (g :: l) | _, _ => None end
  end.

Definition is_zero (g : poly * relation) := match snd g with Zero => true | _ => false end.
Definition is_strict (g : poly * relation) := match snd g with Positive => true | _ => false end.

(** What the multiple adds to the sum, and the supports that make it positive; [None] where it may be negative. *)
Definition multiple (r : region) (m : list nat * poly) : option (poly * list (list positive)) :=
  match assumptions r (fst m) with
  | Some gs =>
      let total := pmul (snd m) (product (map fst gs)) in
      if existsb is_zero gs then Some (total, [])
      else if plain r (snd m) then Some (total, if forallb is_strict gs then supports (snd m) else []) else None
  | None => None
  end.

Lemma assumptions_hold r at_ ks gs : inside r at_ -> assumptions r ks = Some gs -> forall g, In g gs -> holds_at at_ g.
Proof.
  intros [_ [_ G]]. revert gs. induction ks as [|k ks IH]; intros gs H; simpl in H.
  - injection H as <-. contradiction.
  - destruct (nth_error (given r) k) eqn:E; [|discriminate]. destruct (assumptions r ks); [|discriminate].
    injection H as <-. intros g [<-|I]; [apply G, nth_error_In with k, E | apply (IH l); auto].
Qed.

Lemma product_zero at_ gs : (forall g, In g gs -> holds_at at_ g) -> existsb is_zero gs = true ->
  value at_ (product (map fst gs)) = 0.
Proof.
  intros H E. apply existsb_exists in E as [g [I Z]]. specialize (H g I). unfold holds_at in H.
  destruct g as [p []]; try discriminate. simpl in H. clear Z. induction gs as [|k gs IH]; [contradiction|]. simpl.
  rewrite value_mul. destruct I as [->|I]; [simpl; rewrite H | rewrite IH by assumption]; ring.
Qed.

Lemma product_nonneg at_ gs : (forall g, In g gs -> holds_at at_ g) -> existsb is_zero gs = false ->
  0 <= value at_ (product (map fst gs)).
Proof.
  induction gs as [|g gs IH]; intros H E; simpl.
  - rewrite value_constant, Q2R_1. lra.
  - simpl in E. apply orb_false_iff in E as [Z E]. rewrite value_mul. apply Rmult_le_pos.
    + specialize (H g (or_introl eq_refl)). unfold holds_at in H. destruct g as [p []]; simpl in *; lra || discriminate.
    + apply IH; auto. intros k K. apply H. right. exact K.
Qed.

Lemma product_strict at_ gs : (forall g, In g gs -> holds_at at_ g) -> forallb is_strict gs = true ->
  0 < value at_ (product (map fst gs)).
Proof.
  induction gs as [|g gs IH]; intros H E; simpl.
  - rewrite value_constant, Q2R_1. lra.
  - simpl in E. apply andb_true_iff in E as [Z E]. rewrite value_mul. apply Rmult_lt_0_compat.
    + specialize (H g (or_introl eq_refl)). unfold holds_at in H. destruct g as [p []]; simpl in *; lra || discriminate.
    + apply IH; auto. intros k K. apply H. right. exact K.
Qed.

Lemma multiple_ok r at_ m q s : inside r at_ -> multiple r m = Some (q, s) ->
  0 <= value at_ q /\ ((exists k, In k s /\ forall x, In x k -> 0 < at_ x) -> 0 < value at_ q).
Proof.
  intros I. unfold multiple. destruct (assumptions r (fst m)) as [gs|] eqn:A; [|discriminate].
  pose proof (assumptions_hold _ _ _ _ I A) as H.
  destruct (existsb is_zero gs) eqn:Z.
  - intros E. injection E as <- <-. rewrite value_mul, (product_zero at_ gs H Z).
    split; [lra | intros [k [[] _]]].
  - destruct (plain r (snd m)) eqn:P; [|discriminate]. intros E. injection E as <- <-. rewrite value_mul. split.
    + apply Rmult_le_pos; [apply plain_nonneg with r | apply product_nonneg]; auto.
    + destruct (forallb is_strict gs) eqn:S; [|intros [k [[] _]]]. intros [k [K X]].
      apply Rmult_lt_0_compat; [apply plain_positive with r k | apply product_strict]; auto.
Qed.

(** ** Squares, times assumptions *)

Definition square (r : region) (s : list nat * (poly * poly)) : option (poly * list (list positive)) :=
  let (w, q) := snd s in
  match assumptions r (fst s) with
  | Some gs => if plain r w then Some (pmul (pmul w (pmul q q)) (product (map fst gs)), []) else None
  | None => None
  end.

Lemma square_ok r at_ m q s : inside r at_ -> square r m = Some (q, s) ->
  0 <= value at_ q /\ ((exists k, In k s /\ forall x, In x k -> 0 < at_ x) -> 0 < value at_ q).
Proof.
  intros I. unfold square. destruct m as [ks [w u]]; simpl. destruct (assumptions r ks) as [gs|] eqn:A; [|discriminate].
  pose proof (assumptions_hold _ _ _ _ I A) as H. destruct (plain r w) eqn:P; [|discriminate].
  intros E. injection E as <- <-. split; [|intros [k [[] _]]]. rewrite !value_mul.
  assert (W : 0 <= value at_ w * (value at_ u * value at_ u)).
  { apply Rmult_le_pos; [apply plain_nonneg with r; auto | apply Rle_0_sqr]. }
  destruct (existsb is_zero gs) eqn:Z.
  - rewrite (product_zero at_ gs H Z). lra.
  - apply Rmult_le_pos; [exact W | apply product_nonneg; auto].
Qed.

(** ** AM-GM forms: sum w (X^b / X^a) x^a - (sum w) x^b, or + where the sign of x^b is free *)

Definition centre_at (l : list (positive * Q)) (x : positive) : Q :=
  match find (fun f => Pos.eqb x (fst f)) l with Some f => snd f | None => 1%Q end.

Fixpoint spread_poly (X : positive -> Q) (b : monomial) (outer : list (monomial * Q)) : poly :=
  match outer with
  | [] => constant 0
  | (a, w) :: outer =>
      padd (scale (qmul w (Qred (at_centre X b / at_centre X a))) (of_monomial a)) (spread_poly X b outer)
  end.

(** The coefficient of a monomial. *)
Definition coefficient (p : poly) (m : monomial) : Q :=
  match terms (of_monomial m) with
  | (n, _) :: _ =>
      match find (fun t => peq (of_monomial (fst t)) (of_monomial n)) (terms p) with Some t => snd t | None => 0%Q end
  | [] => 0%Q
  end.

Definition circuit (r : region) (X : positive -> Q) (rest : poly) (c : monomial * list (monomial * Q))
  : option (poly * list (list positive)) :=
  let (b, outer) := c in
  if balanced b outer && forallb (fun o => monomial_plain r (fst o)) outer then
    let free := negb (monomial_plain r b) && negb (Qle_bool (coefficient rest b) 0) in
    let middle := scale (total outer) (of_monomial b) in
    Some ((if free then padd else psub) (spread_poly X b outer) middle, [])
  else None.

Section Circuits.

Variable l : list (positive * Q).
Hypothesis centre_positive : forallb (fun f => negb (Qle_bool (snd f) 0)) l = true.

Lemma centre_at_positive x : 0 < Q2R (centre_at l x).
Proof.
  unfold centre_at. destruct (find _ l) as [f|] eqn:E; [|rewrite Q2R_1; lra].
  apply find_some in E as [F _]. rewrite forallb_forall in centre_positive.
  apply Q2R_positive, negb_true_iff, (centre_positive f F).
Qed.

Lemma plain_absolute r at_ m : inside r at_ -> monomial_plain r m = true ->
  monomial_value at_ m = monomial_value (fun x => Rabs (at_ x)) m.
Proof.
  intros [N _]. induction m as [|[x e] m IH]; intros H; [reflexivity|]. simpl in *.
  apply andb_true_iff in H as [E H]. rewrite (IH H). f_equal. apply orb_true_iff in E as [E|E].
  - rewrite Rabs_right; auto. apply Rle_ge, N, member_false, negb_true_iff, E.
  - apply even_power, E.
Qed.

Lemma absolute_bound at_ m : Rabs (monomial_value at_ m) = monomial_value (fun x => Rabs (at_ x)) m.
Proof.
  induction m as [|[x e] m IH]; simpl; [apply Rabs_R1|]. rewrite Rabs_mult, IH, <- RPow_abs. reflexivity.
Qed.

Lemma spread_poly_ok r at_ b outer : inside r at_ -> forallb (fun o => monomial_plain r (fst o)) outer = true ->
  value at_ (spread_poly (centre_at l) b outer) = spread (centre_at l) b (fun x => Rabs (at_ x)) outer.
Proof.
  intros I. unfold spread. induction outer as [|[a w] outer IH]; intros H; simpl.
  - rewrite value_constant. apply Q2R_0.
  - simpl in H. apply andb_true_iff in H as [P H]. rewrite value_add, value_scale, of_monomial_ok, IH by assumption.
    rewrite (plain_absolute r at_ a I P), qmul_ok, (Qeq_eqR _ _ (Qred_correct _)), Q2R_div; [reflexivity|].
    intros Z. apply Qeq_eqR in Z. rewrite Q2R_0 in Z.
    pose proof (at_centre_positive (centre_at l) centre_at_positive a). lra.
Qed.

Lemma circuit_ok r at_ rest c q s : inside r at_ -> circuit r (centre_at l) rest c = Some (q, s) ->
  0 <= value at_ q /\ ((exists k, In k s /\ forall x, In x k -> 0 < at_ x) -> 0 < value at_ q).
Proof.
  intros I. unfold circuit. destruct c as [b outer].
  destruct (balanced b outer && _) eqn:E; [|discriminate]. apply andb_true_iff in E as [B P].
  intros E. injection E as <- <-. split; [|intros [k [[] _]]].
  pose proof (means (centre_at l) centre_at_positive b outer _ B (fun x => Rabs_pos (at_ x))) as M.
  rewrite <- (spread_poly_ok r at_ b outer I P), <- absolute_bound in M.
  assert (W : 0 <= Q2R (total outer)).
  { unfold balanced in B. apply andb_true_iff in B as [B _]. clear - B. unfold total.
    induction outer as [|o outer IH]; simpl; [rewrite Q2R_0; lra|]. simpl in B. apply andb_true_iff in B as [B C].
    rewrite qadd_ok. apply Rplus_le_le_0_compat; auto. apply Rlt_le, Q2R_positive, negb_true_iff, B. }
  set (v := monomial_value at_ b) in *.
  assert (U : - Rabs v <= v <= Rabs v) by (unfold Rabs; destruct (Rcase_abs v); lra).
  destruct (negb _ && _); rewrite ?value_add, ?value_sub, value_scale, of_monomial_ok; fold v; nra.
Qed.

End Circuits.

(** ** The rule *)

(** What is left of p when all of these are taken away, and the supports that make it positive. *)
Fixpoint taken {A} (step : poly -> A -> option (poly * list (list positive))) (items : list A)
  (state : poly * list (list positive)) : option (poly * list (list positive)) :=
  match items with
  | [] => Some state
  | i :: items =>
      match step (fst state) i with
      | Some (q, s) => taken step items (psub (fst state) q, s ++ snd state)
      | None => None
      end
  end.

Definition check_leaf (l : leaf) (r : region) (p : poly) (s : relation) : bool :=
  let X := centre_at (centre l) in
  forallb (fun f => negb (Qle_bool (snd f) 0)) (centre l) &&
  match taken (fun _ => multiple r) (multiples l) (p, []) with
  | Some state =>
    match taken (fun _ => square r) (squares l) state with
    | Some state =>
      match taken (circuit r X) (circuits l) state with
      | Some (rest, strict) =>
          plain r rest &&
          match s with
          | Positive => everywhere (supports rest ++ strict) (all_clauses r) []
          | Nonnegative => true
          | Zero => false
          end
      | None => false
      end
    | None => false
    end
  | None => false
  end.

(** p >= what is left; and p > 0 where one of the collected supports is positive and what is left is >= 0. *)
Definition fair (at_ : point) (p : poly) (state : poly * list (list positive)) : Prop :=
  value at_ (fst state) <= value at_ p /\
  forall k, In k (snd state) -> (forall x, In x k -> 0 < at_ x) -> value at_ (fst state) < value at_ p.

Lemma taken_fair {A} (step : poly -> A -> option (poly * list (list positive))) at_ p items :
  (forall rest i q s, step rest i = Some (q, s) ->
    0 <= value at_ q /\ ((exists k, In k s /\ forall x, In x k -> 0 < at_ x) -> 0 < value at_ q)) ->
  forall state final, fair at_ p state -> taken step items state = Some final -> fair at_ p final.
Proof.
  intros S. induction items as [|i items IH]; intros state final F H; simpl in H.
  - injection H as <-. exact F.
  - destruct (step (fst state) i) as [[q s]|] eqn:E; [|discriminate]. apply S in E as [Q K].
    revert H. apply IH. destruct F as [F G]. unfold fair; simpl. rewrite value_sub. split; [lra|].
    intros k M X. apply in_app_or in M as [M|M].
    + assert (0 < value at_ q) by (apply K; exists k; auto). lra.
    + specialize (G k M X). lra.
Qed.

Theorem leaf_ok l r p s : check_leaf l r p s = true -> proves r p s.
Proof.
  unfold check_leaf. rewrite andb_true_iff. intros [C H] at_ I.
  destruct (taken _ (multiples l) _) as [s1|] eqn:E1; [|discriminate].
  destruct (taken _ (squares l) _) as [s2|] eqn:E2; [|discriminate].
  destruct (taken _ (circuits l) _) as [[rest strict]|] eqn:E3; [|discriminate].
  apply andb_true_iff in H as [P H].
  assert (F : fair at_ p (rest, strict)).
  { revert E3. apply taken_fair. { intros; eapply circuit_ok; eauto. }
    revert E2. apply taken_fair. { intros; eapply square_ok; eauto. }
    revert E1. apply taken_fair. { intros; eapply multiple_ok; eauto. }
    split; simpl; [lra | tauto]. }
  pose proof (plain_nonneg _ _ _ I P) as N. destruct F as [F G]. simpl in F, G.
  destruct s; simpl; [|lra|discriminate].
  destruct (everywhere_region _ _ _ I H) as [k [K X]]. apply in_app_or in K as [K|K].
  - pose proof (plain_positive _ _ _ _ I P K X). lra.
  - specialize (G k K X). lra.
Qed.
